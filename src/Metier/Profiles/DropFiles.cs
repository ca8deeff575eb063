using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Profiles;

/// <summary>Deletes bytes and rows of files that left a profile, after the change that dropped them was committed.</summary>
internal sealed class DropFiles(MetierDb db, IFileStore store) : IHandle<ProfileFilesDropped>
{
    public async Task HandleAsync(ProfileFilesDropped happened, CancellationToken ct)
    {
        foreach (var id in happened.FileIds)
        {
            await store.DeleteAsync(id, ct);
        }
        await db.WriteAsync<Done>(
            async () =>
            {
                await db.Set<StoredFile>().Where(f => happened.FileIds.Contains(f.Id)).ExecuteDeleteAsync(ct);
                return Done.It;
            },
            ct
        );
    }
}
