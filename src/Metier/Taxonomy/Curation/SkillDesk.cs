using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Taxonomy;

/// <summary>A skill in the list of the operator's staff.</summary>
/// <param name="Id">Its id.</param>
/// <param name="En">English label.</param>
/// <param name="Fr">French label.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="State">What became of it.</param>
/// <param name="AddedAt">When it was added or imported, UTC; null for shipped ones.</param>
public sealed record SkillLine(
    string Id,
    string En,
    string Fr,
    SkillSource Source,
    SkillState State,
    DateTime? AddedAt
);

/// <summary>One skill with all that staff may change about it.</summary>
public sealed record SkillSheet(SkillLine Line, SkillKind Kind, string CategoryId)
{
    /// <summary>Labels and aliases as everybody finds it by now.</summary>
    public IReadOnlyList<SkillName> Names { get; init; } = [];

    /// <summary>Who wrote it, when they still have an account.</summary>
    public MemberCard? Author { get; init; }

    /// <summary>Why it was rejected.</summary>
    public string? Reason { get; init; }

    /// <summary>What stands for it, when it is merged.</summary>
    public Skill? MergedInto { get; init; }

    /// <summary>Those it stands for, at most 50.</summary>
    public IReadOnlyList<SkillLine> StandsFor { get; init; } = [];

    /// <summary>Skills with names like its own, the likest first.</summary>
    public IReadOnlyList<Skill> Near { get; init; } = [];
}

/// <summary>Which skills to list.</summary>
public sealed record SkillFilter(string? Search, SkillSource? Source, SkillState? State);

/// <summary>Reads skills for the operator's staff: local and imported ones from the database, shipped ones when asked for.</summary>
public sealed class SkillDesk(MetierDb db, SkillCatalogue catalogue, MemberViews members)
{
    /// <summary>Skills per page.</summary>
    public const int PageSize = 50;

    private const int MostMerged = 50;
    private const int MostNear = 8;

    /// <summary>By English label, after a key, one more than a page when there is a next one.</summary>
    public async Task<List<SkillLine>> ListAsync(SkillFilter filter, string? afterId, CancellationToken ct)
    {
        if (filter.Source == SkillSource.Shipped)
        {
            return Shipped(filter, catalogue.Find(afterId));
        }
        var after = await db.Concepts.AsNoTracking().Where(c => c.Id == afterId).SingleOrDefaultAsync(ct);
        var query = db.Concepts.AsNoTracking().Where(c => c.Type == ConceptType.Skill);
        if (filter.Source is { } source)
        {
            query = query.Where(c => c.Source == source);
        }
        if (filter.State is { } state)
        {
            query = query.Where(c => c.State == state);
        }
        if (TypedText.Line(filter.Search) is { Length: > 0 } typed)
        {
            var pattern = Dialects.Contains(typed);
            query =
                db.Dialect == Dialect.Postgres
                    ? query.Where(c =>
                        EF.Functions.ILike(c.En, pattern, "\\") || EF.Functions.ILike(c.Fr, pattern, "\\")
                    )
                    : query.Where(c =>
                        EF.Functions.Like(c.En, pattern, "\\") || EF.Functions.Like(c.Fr, pattern, "\\")
                    );
        }
        if (after is { En: var en, Id: var id })
        {
            query = query.Where(c => c.En.CompareTo(en) > 0 || (c.En == en && c.Id.CompareTo(id) > 0));
        }
        var rows = await query
            .OrderBy(c => c.En)
            .ThenBy(c => c.Id)
            .Take(PageSize + 1)
            .Select(c => new SkillLine(c.Id, c.En, c.Fr, c.Source, c.State, c.CreatedAt))
            .ToListAsync(ct);
        return rows.ConvertAll(r =>
            catalogue.Find(r.Id) is { } s && s.Id == r.Id ? r with { En = s.En, Fr = s.Fr } : r
        );
    }

    /// <summary>How many wait for somebody to look at them.</summary>
    public Task<int> WaitingAsync(CancellationToken ct) =>
        db.Concepts.CountAsync(c => c.State == SkillState.Waiting && c.Type == ConceptType.Skill, ct);

    /// <summary>One skill, shipped, imported or local; null when there is none.</summary>
    public async Task<SkillSheet?> FindAsync(string id, CancellationToken ct)
    {
        await catalogue.RefreshAsync(ct);
        var row = await db
            .Concepts.AsNoTracking()
            .SingleOrDefaultAsync(c => c.Id == id && c.Type == ConceptType.Skill, ct);
        var skill = catalogue.Find(id);
        if (row is null)
        {
            return skill is { Source: SkillSource.Shipped } && skill.Id == id
                ? Sheet(skill, null) with
                {
                    StandsFor = await StandsForAsync(id, ct),
                }
                : null;
        }
        var shown = skill?.Id == id ? skill : null;
        var near = new Skill(id, row.CategoryId, "", row.Kind, row.En, row.Fr, [], [], false);
        return new SkillSheet(
            new(id, shown?.En ?? row.En, shown?.Fr ?? row.Fr, row.Source, row.State, row.CreatedAt),
            row.Kind,
            row.CategoryId
        )
        {
            Names = shown?.Names ?? [],
            Author = row.AuthorId is { } author
                ? (await members.MembersAsync([author], ct)).GetValueOrDefault(author)
                : null,
            Reason = row.Reason,
            MergedInto = row.State == SkillState.Merged ? skill : null,
            StandsFor = await StandsForAsync(id, ct),
            Near = row.State is SkillState.Waiting or SkillState.Accepted ? catalogue.Near(near, MostNear) : [],
        };
    }

    private static SkillSheet Sheet(Skill skill, DateTime? at) =>
        new(new(skill.Id, skill.En, skill.Fr, skill.Source, skill.State, at), skill.Kind, skill.CategoryId)
        {
            Names = skill.Names,
        };

    private async Task<List<SkillLine>> StandsForAsync(string id, CancellationToken ct)
    {
        var merges = db.ConceptMerges;
        return await db
            .Concepts.AsNoTracking()
            .Where(c => merges.Any(m => m.FromId == c.Id && m.ToId == id))
            .OrderBy(c => c.En)
            .ThenBy(c => c.Id)
            .Take(MostMerged)
            .Select(c => new SkillLine(c.Id, c.En, c.Fr, c.Source, c.State, c.CreatedAt))
            .ToListAsync(ct);
    }

    /// <summary>They are in memory, with all their names.</summary>
    private List<SkillLine> Shipped(SkillFilter filter, Skill? after)
    {
        var typed = SkillWords.Normalise(filter.Search);
        return
        [
            .. catalogue
                .Skills.Where(s => s.Source == SkillSource.Shipped && (filter.State is null or SkillState.Accepted))
                .Where(s =>
                    typed.Length == 0 || s.Names.Any(n => n.Normalised.Contains(typed, StringComparison.Ordinal))
                )
                .OrderBy(s => s.En, StringComparer.Ordinal)
                .ThenBy(s => s.Id, StringComparer.Ordinal)
                .Where(s =>
                    string.CompareOrdinal(s.En, after?.En ?? "") is var order
                    && (order > 0 || (order == 0 && string.CompareOrdinal(s.Id, after?.Id ?? "") > 0))
                )
                .Take(PageSize + 1)
                .Select(s => new SkillLine(s.Id, s.En, s.Fr, s.Source, s.State, null)),
        ];
    }
}
