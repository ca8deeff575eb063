using Metier.Contracts;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payroll;

/// <summary>The classification of one engagement as its client sees it.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="ContractId">Its contract, when there is one.</param>
/// <param name="Freelancer">For whom.</param>
/// <param name="Row">How it stands; null before the first answers.</param>
/// <param name="Given">All answers, newest first, with their file.</param>
/// <param name="Names">Who answered and confirmed, by id.</param>
/// <param name="Pack">The questions of today.</param>
/// <param name="IsOwner">The reader may confirm.</param>
/// <param name="TermsChanged">The terms are others than those that were answered for.</param>
public sealed record ClassificationView(
    Offer Offer,
    Guid? ContractId,
    MemberCard Freelancer,
    Classification? Row,
    IReadOnlyList<(ClassificationAnswers Answers, StoredFile File)> Given,
    IReadOnlyDictionary<Guid, MemberCard> Names,
    ClassificationPack Pack,
    bool IsOwner,
    bool TermsChanged
);

/// <summary>A line of a list.</summary>
public sealed record ClassificationLine(
    Classification Row,
    string Title,
    string Client,
    string Freelancer,
    Guid? ContractId
);

/// <summary>What the freelancer may know: that it was done, and when.</summary>
public sealed record ClassificationDone(DateTime AnsweredAt);

/// <summary>Reads classifications.</summary>
public sealed class ClassificationViews(
    MetierDb db,
    PayrollOffers offers,
    MemberViews members,
    ClassificationPacks packs,
    ClassificationOptions options,
    ClientRoles roles
)
{
    /// <summary>Lines per page.</summary>
    public const int PageSize = 50;

    /// <summary>For the client's people; null for everybody else.</summary>
    public async Task<ClassificationView?> FindAsync(Guid offerId, Actor actor, CancellationToken ct) =>
        await offers.ForPartyAsync(offerId, actor, ct) is (var offer, Side.Client)
            ? await ViewAsync(offer, await roles.IsOwnerAsync(offer.ClientId, actor, ct), ct)
            : null;

    /// <summary>For the operator's staff; null when nothing was answered.</summary>
    public async Task<ClassificationView?> ForStaffAsync(Guid offerId, CancellationToken ct) =>
        await db.Classifications.AnyAsync(c => c.OfferId == offerId, ct)
            ? await ViewAsync(await offers.GetAsync(offerId, ct), false, ct)
            : null;

    private async Task<ClassificationView> ViewAsync(Offer offer, bool owner, CancellationToken ct)
    {
        var row = await db.Classifications.AsNoTracking().SingleOrDefaultAsync(c => c.OfferId == offer.Id, ct);
        var given = await (
            from a in db.ClassificationAnswers.AsNoTracking()
            where a.OfferId == offer.Id
            join f in db.Set<StoredFile>().AsNoTracking() on a.FileId equals f.Id
            orderby a.Number descending
            select new { a, f }
        )
            .Take(50)
            .ToListAsync(ct);
        var ids = given.Select(g => g.a.AnsweredBy).Append(offer.FreelancerId).Append(row?.ConfirmedBy ?? Guid.Empty);
        var names = await members.MembersAsync([.. ids.Distinct()], ct);
        var freelancer = names[offer.FreelancerId];
        return new ClassificationView(
            offer,
            (await offers.ContractAsync(offer.Id, ct))?.Id,
            freelancer,
            row,
            given.ConvertAll(g => (g.a, g.f)),
            names,
            packs.For(freelancer.Country, DateOnly.FromDateTime(db.Now)),
            owner,
            given.Count > 0 && given[0].a.TermsMark != ClassificationTerms.MarkOf(offer.Terms)
        );
    }

    /// <summary>What these answers came to, by the questions they were given to.</summary>
    public Judgement Judge(ClassificationAnswers answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        return packs.Get(answers.Pack, answers.PackVersion).Judge(answers.Answers);
    }

    /// <summary>That it was done, for either side of the offer; null when it was not.</summary>
    public Task<ClassificationDone?> DoneAsync(Guid offerId, CancellationToken ct) =>
        db
            .Classifications.AsNoTracking()
            .Where(c => c.OfferId == offerId)
            .Select(c => new ClassificationDone(c.AnsweredAt))
            .SingleOrDefaultAsync(ct);

    /// <summary>The operator's list, or a client's; newest answers first, one more than a page when there is a next one.</summary>
    public async Task<List<ClassificationLine>> ListAsync(
        Guid? clientId,
        ClassificationResult? result,
        (DateTime At, Guid Id)? after,
        CancellationToken ct
    )
    {
        var query = db.Classifications.AsNoTracking();
        if (clientId is { } client)
        {
            query = query.Where(c => c.ClientId == client);
        }
        if (result is { } wanted)
        {
            query = query.Where(c => c.Result == wanted);
        }
        if (after is var (at, id))
        {
            query = query.Where(c => c.AnsweredAt < at || (c.AnsweredAt == at && c.OfferId.CompareTo(id) < 0));
        }
        var rows = await query
            .OrderByDescending(c => c.AnsweredAt)
            .ThenByDescending(c => c.OfferId)
            .Take(PageSize + 1)
            .ToListAsync(ct);
        var ids = rows.ConvertAll(r => r.OfferId);
        var titles = await offers.TitlesAsync(ids, ct);
        var contracts = await offers.ContractsAsync(ids, ct);
        var clients = await members.ClientsAsync([.. rows.Select(r => r.ClientId).Distinct()], ct);
        var people = await members.MembersAsync([.. rows.Select(r => r.FreelancerId).Distinct()], ct);
        return rows.ConvertAll(r => new ClassificationLine(
            r,
            titles[r.OfferId],
            clients[r.ClientId].Name,
            people[r.FreelancerId].Name,
            contracts.GetValueOrDefault(r.OfferId)?.Id
        ));
    }

    /// <summary>The rule that holds for this client, and the least the operator asks.</summary>
    public async Task<(ClassificationRule Own, ClassificationRule Least)> RulesAsync(
        Guid clientId,
        CancellationToken ct
    ) => (await ClassificationGate.RuleOfAsync(db, options, clientId, ct), options.Rule);
}
