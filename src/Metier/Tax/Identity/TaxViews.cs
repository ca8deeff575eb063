using System.Text.Json;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Tax;

/// <summary>A signed form in a list.</summary>
/// <param name="Ended">When it stopped being the one in force; null while it is.</param>
public sealed record FormCard(
    Guid Id,
    string Code,
    string FormVersion,
    DateTime SignedAt,
    DateTime? ValidUntil,
    DateTime? Ended,
    FormEnd? Why
);

/// <summary>A signed form with all it says, for its signer.</summary>
public sealed record FormView(
    FormCard Card,
    FormContent Content,
    string SignedName,
    string Ip,
    string Language,
    string Sha256
);

/// <summary>Somebody's own tax identity.</summary>
/// <param name="Country">Where they are taxed, as told or where they live.</param>
/// <param name="Told">They said so themselves.</param>
/// <param name="TinLast4">What is shown of their number.</param>
/// <param name="Answers">Their answers, by question.</param>
/// <param name="Missing">What is still missing: questions, or a form.</param>
public sealed record TaxIdentity(
    string Country,
    bool Told,
    bool Business,
    bool UsPerson,
    string WorkCountry,
    string? TinLast4,
    IReadOnlyDictionary<string, string> Answers,
    TaxState? State,
    DateTime? CompletedAt,
    IReadOnlyList<string> Missing,
    FormCard? Form,
    bool WorksInUs
);

/// <summary>What staff see of somebody: the state, no answers and no number.</summary>
public sealed record TaxStateLine(
    Guid MemberId,
    string Country,
    TaxState State,
    DateTime? AskedAt,
    DateTime? RemindedAt,
    DateTime? RemindedAgainAt,
    DateTime? BlockedAt,
    DateTime? CompletedAt,
    string? FormCode
);

/// <summary>Reads tax identities: one's own, and states for staff.</summary>
public sealed class TaxViews(MetierDb db, TaxStandings standings, TaxPacks packs, TinVault vault)
{
    /// <summary>Lines per page.</summary>
    public const int PageSize = 50;

    /// <summary>The reader's own.</summary>
    public async Task<TaxIdentity> MineAsync(Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var standing = await standings.OfAsync(actor.MemberId, ct);
        var profile = standing.Profile;
        var answers = profile is null ? [] : vault.Answers(actor.MemberId, profile.ProtectedAnswers);
        var told = profile is { Country.Length: 2 };
        if (told)
        {
            answers["work_country"] = standing.WorkCountry;
            if (standing.UsPerson)
            {
                answers["us_person"] = "true";
            }
        }
        return new TaxIdentity(
            standing.Country,
            told,
            standing.Business,
            standing.UsPerson,
            standing.WorkCountry,
            profile?.TinLast4,
            answers,
            profile?.AskedAt is null && profile?.State != TaxState.Complete ? null : profile.State,
            profile?.CompletedAt,
            standings.Missing(standing, vault),
            standing.Form is { } form ? Card(form, null) : null,
            packs.Us.Has(standing.WorkCountry)
        );
    }

    /// <summary>The reader's own signed forms, the newest first; at most the last fifty.</summary>
    public async Task<List<FormCard>> FormsAsync(Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var forms = await db
            .TaxForms.AsNoTracking()
            .Where(f => f.MemberId == actor.MemberId)
            .OrderByDescending(f => f.Id)
            .Take(PageSize)
            .ToListAsync(ct);
        var ids = forms.ConvertAll(f => f.Id);
        var ends = await db
            .TaxFormEnds.AsNoTracking()
            .Where(e => ids.Contains(e.FormId))
            .ToDictionaryAsync(e => e.FormId, ct);
        return forms.ConvertAll(f => Card(f, ends.GetValueOrDefault(f.Id)));
    }

    /// <summary>A form of the reader's own; null for everybody else, staff too.</summary>
    public async Task<FormView?> FormAsync(Guid id, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var form = await db
            .TaxForms.AsNoTracking()
            .SingleOrDefaultAsync(f => f.Id == id && f.MemberId == actor.MemberId, ct);
        if (form is null)
        {
            return null;
        }
        var end = await db.TaxFormEnds.AsNoTracking().SingleOrDefaultAsync(e => e.FormId == id, ct);
        var content = JsonSerializer.Deserialize<FormContent>(form.Content, EventRegistry.Json)!;
        return new FormView(Card(form, end), content, form.SignedName, form.Ip, form.Language, form.Sha256);
    }

    /// <summary>Somebody's state, for staff; null when they were never asked.</summary>
    public async Task<TaxStateLine?> StateAsync(Guid memberId, CancellationToken ct) =>
        (await LinesAsync(db.TaxProfiles.Where(p => p.MemberId == memberId), ct)).FirstOrDefault();

    /// <summary>Those in a state, for finance, after an id; one more than a page when there is a next one.</summary>
    public Task<List<TaxStateLine>> StatesAsync(TaxState state, Guid? after, CancellationToken ct)
    {
        var query = db.TaxProfiles.Where(p => p.State == state);
        if (after is { } id)
        {
            query = query.Where(p => p.MemberId.CompareTo(id) > 0);
        }
        return LinesAsync(query.OrderBy(p => p.MemberId).Take(PageSize + 1), ct);
    }

    /// <summary>How many are in each state.</summary>
    public Task<Dictionary<TaxState, int>> CountsAsync(CancellationToken ct) =>
        db
            .TaxProfiles.GroupBy(p => p.State)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);

    private async Task<List<TaxStateLine>> LinesAsync(IQueryable<TaxProfile> query, CancellationToken ct)
    {
        var rows = await query.AsNoTracking().ToListAsync(ct);
        var now = await standings.OfAsync(rows.ConvertAll(r => r.MemberId), ct);
        return rows.ConvertAll(r => new TaxStateLine(
            r.MemberId,
            now.GetValueOrDefault(r.MemberId)?.Country ?? r.Country,
            r.State,
            r.AskedAt,
            r.RemindedAt,
            r.RemindedAgainAt,
            r.BlockedAt,
            r.CompletedAt,
            now.GetValueOrDefault(r.MemberId)?.Form?.Code
        ));
    }

    private static FormCard Card(TaxForm form, TaxFormEnd? end) =>
        new(form.Id, form.Code, form.FormVersion, form.SignedAt, form.ValidUntil, end?.EndedAt, end?.Why);
}
