using System.Globalization;
using System.Linq.Expressions;
using Metier.Contracts;
using Metier.Ledger;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Reputation;

/// <summary>The public stars of a person or client: the mean, one decimal, and how many reviews it rests on.</summary>
public sealed record Standing(decimal? Stars, int Reviews);

/// <summary>
/// How many of a freelancer's publicly reviewed contracts went well, 0 to 100: a contract counts 1 from 4.0 stars on, −1 below
/// 3.0 and 0 between; the mean in percent, halves away from zero, never below 0. It rests on what every visitor can count on
/// the profile, and on nothing private.
/// </summary>
/// <param name="Contracts">How many contracts it was counted from.</param>
public sealed record JobSuccess(int Score, int Contracts)
{
    /// <summary>Fewer reviewed contracts than this, or fewer clients, make no score.</summary>
    public const int Least = 2;

    /// <summary>Stars in tenths from which a contract went well.</summary>
    public const int WellTenths = 40;

    /// <summary>Stars in tenths below which it went badly.</summary>
    public const int IllTenths = 30;

    /// <summary>Null while there are too few contracts or clients.</summary>
    public static JobSuccess? Of(int contracts, int clients, int well, int ill) =>
        contracts < Least || clients < Least
            ? null
            : new JobSuccess(
                (int)Math.Round(100m * Math.Max(0, well - ill) / contracts, MidpointRounding.AwayFromZero),
                contracts
            );
}

/// <summary>A shown review as anybody may read it. The author is known by side and country only.</summary>
public sealed record ReviewRow(
    Guid Id,
    string Title,
    Money Paid,
    DateTime StartedAt,
    DateTime EndedAt,
    decimal Overall,
    Stars Stars,
    string Comment,
    string Reply,
    Side By,
    string Country,
    DateTime ShownAt,
    DateTime? ChangedAt
);

/// <summary>Reviews of a list, newest first, and the key of the rest, or null.</summary>
public sealed record ReviewPage(IReadOnlyList<ReviewRow> Rows, ReviewKey? Next);

/// <summary>The last review of a page; the next page goes on after it. Written into addresses.</summary>
public sealed record ReviewKey(DateTime At, Guid Id)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.Ticks}_{Id:N}");

    /// <summary>Reads what <see cref="ToString"/> wrote; anything else is the first page.</summary>
    public static ReviewKey? Read(string? text) =>
        text?.Split('_') is [var ticks, var id]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && at <= DateTime.MaxValue.Ticks
        && Guid.TryParse(id, out var guid)
            ? new ReviewKey(new DateTime(at, DateTimeKind.Utc), guid)
            : null;
}

/// <summary>The feedback of one contract as one of its sides may see it.</summary>
/// <param name="Round">Who has given and until when; null while the contract runs, or a moment after its end.</param>
/// <param name="Given">What this side gave.</param>
/// <param name="GivenChange">The change this side asked for.</param>
/// <param name="Received">What the other side gave, once it is shown.</param>
/// <param name="ReceivedChange">The change the other side asks for.</param>
public sealed record FeedbackView(
    FeedbackRound? Round,
    Review? Given,
    ReviewChange? GivenChange,
    Review? Received,
    ReviewChange? ReceivedChange
);

/// <summary>Something about feedback that waits for this person.</summary>
public sealed record FeedbackTask(Guid ContractId, string Title, bool Change, DateTime Until);

/// <summary>Reads standings and reviews.</summary>
public sealed class ReputationViews(MetierDb db, MemberViews members)
{
    /// <summary>Reviews per page.</summary>
    public const int PageSize = 10;

    /// <summary>The standings of freelancers; one who has none is not in the answer.</summary>
    public Task<Dictionary<Guid, Standing>> FreelancersAsync(
        IReadOnlyCollection<Guid> freelancerIds,
        CancellationToken ct
    ) =>
        StandingsAsync(
            db.Reviews.Where(r => r.By == Side.Client && freelancerIds.Contains(r.FreelancerId)),
            r => r.FreelancerId,
            ct
        );

    /// <summary>The standings of clients; one who has none is not in the answer.</summary>
    public Task<Dictionary<Guid, Standing>> ClientsAsync(IReadOnlyCollection<Guid> clientIds, CancellationToken ct) =>
        StandingsAsync(
            db.Reviews.Where(r => r.By == Side.Freelancer && clientIds.Contains(r.ClientId)),
            r => r.ClientId,
            ct
        );

    /// <summary>Job success of these freelancers, by public reviews; one who has too few is not in the answer.</summary>
    public async Task<Dictionary<Guid, JobSuccess>> SuccessAsync(
        IReadOnlyCollection<Guid> freelancerIds,
        CancellationToken ct
    )
    {
        var counts = await Shown(freelancerIds)
            .GroupBy(r => r.FreelancerId)
            .Select(g => new
            {
                g.Key,
                Contracts = g.Count(),
                Clients = g.Select(r => r.ClientId).Distinct().Count(),
                Well = g.Sum(r => r.OverallTenths >= JobSuccess.WellTenths ? 1 : 0),
                Ill = g.Sum(r => r.OverallTenths < JobSuccess.IllTenths ? 1 : 0),
            })
            .ToListAsync(ct);
        return counts
            .Select(c => (c.Key, Success: JobSuccess.Of(c.Contracts, c.Clients, c.Well, c.Ill)))
            .Where(c => c.Success is not null)
            .ToDictionary(c => c.Key, c => c.Success!);
    }

    /// <summary>The contracts of these freelancers that the client's public review calls bad.</summary>
    public async Task<HashSet<Guid>> EndedIllAsync(IReadOnlyCollection<Guid> freelancerIds, CancellationToken ct) =>
        [
            .. await Shown(freelancerIds)
                .Where(r => r.OverallTenths < JobSuccess.IllTenths)
                .Select(r => r.ContractId)
                .ToListAsync(ct),
        ];

    private IQueryable<Review> Shown(IReadOnlyCollection<Guid> freelancerIds) =>
        db
            .Reviews.AsNoTracking()
            .Where(r =>
                r.By == Side.Client && freelancerIds.Contains(r.FreelancerId) && r.ShownAt != null && r.Counted
            );

    /// <summary>The reviews clients gave this freelancer, newest first.</summary>
    public Task<ReviewPage> OfFreelancerAsync(Guid freelancerId, ReviewKey? after, CancellationToken ct) =>
        PageAsync(db.Reviews.Where(r => r.FreelancerId == freelancerId && r.By == Side.Client), after, ct);

    /// <summary>The reviews freelancers gave this client, newest first.</summary>
    public Task<ReviewPage> OfClientAsync(Guid clientId, ReviewKey? after, CancellationToken ct) =>
        PageAsync(db.Reviews.Where(r => r.ClientId == clientId && r.By == Side.Freelancer), after, ct);

    /// <summary>The feedback of a contract the caller has already loaded.</summary>
    public async Task<FeedbackView> FindAsync(ContractView contract, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(contract);
        var id = contract.Contract.Id;
        var round = await db.FeedbackRounds.AsNoTracking().SingleOrDefaultAsync(r => r.ContractId == id, ct);
        // What the other side gave is not even read before it is shown.
        var side = contract.Side;
        var reviews = await db
            .Reviews.AsNoTracking()
            .Where(r => r.ContractId == id && (r.By == side || r.ShownAt != null))
            .ToListAsync(ct);
        var ids = reviews.ConvertAll(r => r.Id);
        var changes = await db
            .ReviewChanges.AsNoTracking()
            .Where(c => ids.Contains(c.ReviewId))
            .ToDictionaryAsync(c => c.ReviewId, ct);
        var given = reviews.Find(r => r.By == side);
        var received = reviews.Find(r => r.By != side);
        return new FeedbackView(
            round,
            given,
            given is null ? null : changes.GetValueOrDefault(given.Id),
            received,
            received is null ? null : changes.GetValueOrDefault(received.Id)
        );
    }

    /// <summary>What waits for the actor on one side: feedback to give and changes to answer; first what ends first.</summary>
    public async Task<List<FeedbackTask>> WaitingAsync(Actor actor, Side side, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var now = db.Now;
        var rounds = db.FeedbackRounds.AsNoTracking();
        rounds =
            side == Side.Client
                ? rounds.Where(r => r.ClientId == actor.ClientId)
                : rounds.Where(r => r.FreelancerId == actor.MemberId);
        var give = await rounds
            .Where(r => r.OpenUntil > now && (side == Side.Client ? r.ClientGaveAt : r.FreelancerGaveAt) == null)
            .OrderBy(r => r.OpenUntil)
            .ThenBy(r => r.ContractId)
            .Take(20)
            .Select(r => new FeedbackTask(r.ContractId, r.Title, false, r.OpenUntil))
            .ToListAsync(ct);
        var answer = await (
            from r in rounds
            join v in db.Reviews on r.ContractId equals v.ContractId
            where v.By != side
            join c in db.ReviewChanges on v.Id equals c.ReviewId
            where c.AnsweredAt == null && c.AnswerUntil > now
            orderby c.AnswerUntil, r.ContractId
            select new FeedbackTask(r.ContractId, r.Title, true, c.AnswerUntil)
        )
            .Take(20)
            .ToListAsync(ct);
        return [.. give.Concat(answer).OrderBy(t => t.Until).ThenBy(t => t.ContractId)];
    }

    private static async Task<Dictionary<Guid, Standing>> StandingsAsync(
        IQueryable<Review> reviews,
        Expression<Func<Review, Guid>> about,
        CancellationToken ct
    )
    {
        var sums = await reviews
            .Where(r => r.ShownAt != null && r.Counted)
            .GroupBy(about)
            .Select(g => new
            {
                g.Key,
                Sum = g.Sum(r => r.OverallTenths),
                Count = g.Count(),
            })
            .ToListAsync(ct);
        return sums.ToDictionary(s => s.Key, s => new Standing(Stars.Tenths(s.Sum, s.Count * 10L) / 10m, s.Count));
    }

    private async Task<ReviewPage> PageAsync(IQueryable<Review> reviews, ReviewKey? after, CancellationToken ct)
    {
        reviews = reviews.Where(r => r.ShownAt != null && r.Counted);
        if (after is { } key)
        {
            reviews = reviews.Where(r => r.ShownAt < key.At || (r.ShownAt == key.At && r.Id.CompareTo(key.Id) < 0));
        }
        var found = await (
            from r in reviews.AsNoTracking()
            join f in db.FeedbackRounds.AsNoTracking() on r.ContractId equals f.ContractId
            orderby r.ShownAt descending, r.Id descending
            select new { Review = r, Round = f }
        )
            .Take(PageSize + 1)
            .ToListAsync(ct);
        var shown = found.Take(PageSize).ToList();
        var clients = await members.ClientsAsync([.. shown.Select(x => x.Round.ClientId).Distinct()], ct);
        var people = await members.MembersAsync([.. shown.Select(x => x.Round.FreelancerId).Distinct()], ct);
        return new ReviewPage(
            shown.ConvertAll(x => new ReviewRow(
                x.Review.Id,
                x.Round.Title,
                Ledger.Currency.Of(x.Round.Currency).Minor(x.Round.PaidMinor),
                x.Round.StartedAt,
                x.Round.EndedAt,
                x.Review.Overall,
                x.Review.Stars,
                x.Review.Comment,
                x.Review.Reply,
                x.Review.By,
                x.Review.By == Side.Client
                    ? clients.GetValueOrDefault(x.Round.ClientId)?.Country ?? ""
                    : people.GetValueOrDefault(x.Round.FreelancerId)?.Country ?? "",
                x.Review.ShownAt!.Value,
                x.Review.ChangedAt
            )),
            found.Count > PageSize ? new ReviewKey(shown[^1].Review.ShownAt!.Value, shown[^1].Review.Id) : null
        );
    }
}
