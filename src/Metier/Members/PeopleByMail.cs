using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Members;

/// <summary>For the operator's staff: whose confirmed address this is.</summary>
public sealed class PeopleByMail(MetierDb db)
{
    /// <summary>The member; null when nobody has it, or when it was never confirmed.</summary>
    public Task<Guid?> FindAsync(string? email, CancellationToken ct)
    {
        var normalized = TypedText.Line(email).ToUpperInvariant();
        return db
            .Members.Where(m => m.NormalizedEmail == normalized && m.EmailConfirmed)
            .Select(m => (Guid?)m.Id)
            .SingleOrDefaultAsync(ct);
    }
}
