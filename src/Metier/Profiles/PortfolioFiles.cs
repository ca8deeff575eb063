using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Profiles;

/// <summary>Takes the files of a piece of work in: images with a small version for lists, everything else as a download.</summary>
internal sealed class PortfolioFiles(MetierDb db, FileIntake intake)
{
    /// <summary>The longest side of the small version, in pixels.</summary>
    public const int PreviewSide = 640;

    /// <summary>Files that have been taken in but belong to nothing yet.</summary>
    public sealed record Taken(StoredFile File, StoredFile? Preview);

    /// <summary>Done before the transaction: decoding takes long, and on SQLite everybody would wait for it.</summary>
    public async Task<Outcome<List<Taken>>> TakeAsync(
        IReadOnlyList<Upload> uploads,
        Guid ownerId,
        string field,
        CancellationToken ct
    )
    {
        if (uploads.Count > FreelancerProfile.MostFiles)
        {
            return new Refusal("too_many_files", ProfileRefusalText.TooManyFiles(FreelancerProfile.MostFiles), field);
        }
        var taken = new List<Taken>();
        foreach (var upload in uploads)
        {
            var file = await intake.TakeAsync(upload, ownerId, field, ct);
            if (!file.Ok)
            {
                return Outcome<List<Taken>>.From(file);
            }
            var preview = file.Value.IsImage
                ? await intake.TakeImageAsync(upload, ownerId, field, PreviewSide, ct)
                : default(Outcome<StoredFile>?);
            taken.Add(new Taken(file.Value, preview is { Ok: true } small ? small.Value : null));
        }
        return taken;
    }

    /// <summary>Puts them on the item; after a collision the rows have to be added to the context again.</summary>
    public void Attach(PortfolioItem item, List<Taken> files)
    {
        foreach (var (file, preview) in files)
        {
            Keep(file);
            Keep(preview);
            item.Files.Add(
                new PortfolioFile
                {
                    Id = file.Id,
                    ItemId = item.Id,
                    Name = file.Name,
                    IsImage = file.IsImage,
                    Bytes = file.Bytes,
                    PreviewId = preview?.Id,
                    Position = item.Files.Count == 0 ? 0 : item.Files.Max(f => f.Position) + 1,
                }
            );
        }
    }

    /// <summary>The stored files behind one file of a piece of work.</summary>
    public static IEnumerable<Guid> All(PortfolioFile file) =>
        file.PreviewId is { } preview ? [file.Id, preview] : [file.Id];

    private void Keep(StoredFile? file)
    {
        if (file is not null && db.Entry(file).State == EntityState.Detached)
        {
            db.Add(file);
        }
    }
}
