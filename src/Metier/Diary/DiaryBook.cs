using Metier.Contracts;
using Metier.Members;
using Metier.Notifications;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>What all that writes in the diary shares: who may, memos, protection, the lines both sides read. Joins the caller's write transaction.</summary>
public sealed class DiaryBook(
    MetierDb db,
    HourlyContracts contracts,
    MemberViews members,
    MoneyViews money,
    Mailbox mailbox
)
{
    /// <summary>The kind of the live event that says that a contract's diary changed.</summary>
    internal const string LiveKind = "diary";

    /// <summary>The contract, when this person works on it.</summary>
    internal async Task<HourlyContract?> WorkedByAsync(Guid contractId, Actor actor, CancellationToken ct) =>
        await contracts.ForPartyAsync(contractId, actor, ct) is (var hourly, Side.Freelancer) ? hourly : null;

    /// <summary>
    /// Holds the diary of a contract until the end of the transaction, before the clock is looked at: whoever locks its week and
    /// whoever edits it wait for each other. SQLite has one writer anyway.
    /// </summary>
    internal static Task HoldAsync(MetierDb db, Guid contractId, CancellationToken ct) =>
        db.Dialect == Dialect.Postgres
            ? db.Database.ExecuteSqlAsync($"SELECT 1 FROM contract WHERE \"Id\" = {contractId} FOR NO KEY UPDATE", ct)
            : Task.CompletedTask;

    /// <summary>As <see cref="WorkedByAsync"/>, and holds the diary.</summary>
    internal async Task<HourlyContract?> HeldByAsync(Guid contractId, Actor actor, CancellationToken ct)
    {
        await HoldAsync(db, contractId, ct);
        return await WorkedByAsync(contractId, actor, ct);
    }

    /// <summary>The contract and the segments, when this person may edit all of them now.</summary>
    internal async Task<Outcome<HourlyContract>> EditableAsync(
        Guid contractId,
        IReadOnlyCollection<int> starts,
        Actor actor,
        CancellationToken ct
    )
    {
        if (await HeldByAsync(contractId, actor, ct) is not { } hourly)
        {
            return Refusal.NotFound();
        }
        if (starts.Count == 0)
        {
            return new Refusal("nothing_selected", DiaryRefusalText.NothingSelected, "Form.Starts");
        }
        if (starts.Count > DiaryRules.MostSegments || starts.Any(s => DiaryTime.SegmentOf(s) != s))
        {
            return new Refusal("segments", DiaryRefusalText.TooManySegments(DiaryRules.MostSegments), "Form.Starts");
        }
        if (hourly.Contract.State == ContractState.Ended)
        {
            return new Refusal("ended", DiaryRefusalText.Frozen);
        }
        return starts.Any(s => DiaryRules.LockOf(s, hourly.Contract.Rules) <= db.Now)
            ? new Refusal("locked", DiaryRefusalText.Locked)
            : hourly;
    }

    /// <summary>The memo in these words; one row for the same words.</summary>
    internal async Task<Guid> MemoAsync(Guid contractId, string text, CancellationToken ct)
    {
        var known =
            db.DiaryMemos.Local.FirstOrDefault(m => m.ContractId == contractId && m.Text == text)
            ?? await db.DiaryMemos.FirstOrDefaultAsync(m => m.ContractId == contractId && m.Text == text, ct);
        if (known is null)
        {
            known = new DiaryMemo
            {
                Id = Ids.New(db.Clock),
                ContractId = contractId,
                Text = text,
                At = db.Now,
            };
            db.DiaryMemos.Add(known);
        }
        return known.Id;
    }

    /// <summary>What was agreed to, as time went on.</summary>
    internal async Task<ConsentHistory> ConsentsAsync(Guid contractId, CancellationToken ct) =>
        new(
            await db
                .DiaryConsents.AsNoTracking()
                .Where(c => c.ContractId == contractId)
                .OrderBy(c => c.At)
                .ThenBy(c => c.Id)
                .ToListAsync(ct)
        );

    /// <summary>When no time counted on this contract, by its history.</summary>
    internal async Task<PauseSpans> PausesAsync(Guid contractId, CancellationToken ct) =>
        PauseSpans.Of(
            await db
                .ContractEvents.AsNoTracking()
                .Where(e => e.ContractId == contractId && PauseSpans.Kinds.Contains(e.Kind))
                .OrderBy(e => e.At)
                .ThenBy(e => e.Id)
                .ToListAsync(ct)
        );

    /// <summary>
    /// After minutes were taken out that never counted: a segment without any other has no row, and an image of those minutes goes.
    /// </summary>
    internal async Task TidyAsync(Guid contractId, IReadOnlyCollection<int> gone, CancellationToken ct)
    {
        var starts = gone.Select(DiaryTime.SegmentOf).Distinct().ToList();
        var segments = await db
            .DiarySegments.Where(s => s.ContractId == contractId && starts.Contains(s.Start))
            .ToListAsync(ct);
        foreach (var segment in segments)
        {
            var end = segment.Start + DiaryTime.Segment;
            var others = await db.DiaryMinutes.AnyAsync(
                m => m.ContractId == contractId && m.Minute >= segment.Start && m.Minute < end,
                ct
            );
            if (!others || (segment.TakenAt is { } taken && gone.Contains(DiaryTime.Of(taken))))
            {
                DroppedImages.Drop(db, [segment], ScreenshotState.None);
                (segment.TakenAt, segment.ImageSha256) = (null, null);
            }
            if (!others)
            {
                db.DiarySegments.Remove(segment);
            }
        }
        await db.SaveChangesAsync(ct);
    }

    /// <summary>A line both sides can read.</summary>
    internal void Note(
        Guid contractId,
        Actor? actor,
        string kind,
        IReadOnlyCollection<int> starts,
        int minutes,
        string text = ""
    )
    {
        db.DiaryChanges.Add(
            new DiaryChange
            {
                Id = Ids.New(db.Clock),
                ContractId = contractId,
                At = db.Now,
                MemberId = actor?.MemberId,
                Kind = kind,
                From = starts.Count == 0 ? DiaryTime.SegmentOf(DiaryTime.Of(db.Now)) : starts.Min(),
                To = (starts.Count == 0 ? DiaryTime.SegmentOf(DiaryTime.Of(db.Now)) : starts.Max()) + DiaryTime.Segment,
                Minutes = minutes,
                Text = text.Length <= 400 ? text : text[..400],
            }
        );
        db.Audit(actor, "diary." + kind, contractId, new { segments = starts.Select(DiaryRules.Name), minutes });
    }

    /// <summary>Both sides' open pages look again.</summary>
    internal async Task TellPagesAsync(Contract contract, CancellationToken ct)
    {
        var people = (await members.TeamOfAsync(contract.ClientId, ct)).Select(m => m.Id);
        await mailbox.PostAsync([contract.FreelancerId, .. people], LiveKind, contract.Id, db.Now.Ticks, ct);
    }

    /// <summary>
    /// The freelancer's own open pages look again: when a timer starts and stops is not for the client to watch.
    /// </summary>
    internal Task TellFreelancerAsync(Contract contract, CancellationToken ct) =>
        mailbox.PostAsync([contract.FreelancerId], LiveKind, contract.Id, db.Now.Ticks, ct);

    /// <summary>
    /// Judges payment protection anew, after the changes were saved: of these segments, or of all that come after the first of
    /// them in its week, because a minute more or less moves the limit for those.
    /// </summary>
    internal async Task JudgeAsync(
        HourlyContract hourly,
        IReadOnlyCollection<int> starts,
        bool andThoseAfter,
        CancellationToken ct
    )
    {
        foreach (var week in starts.GroupBy(DiaryTime.WeekOf))
        {
            await JudgeWeekAsync(hourly, week.Key, [.. week], andThoseAfter, ct);
        }
    }

    /// <summary>Nothing of the week of this minute can be over the limit. Most weeks end without; this is one count.</summary>
    internal async Task<bool> IsWithinAsync(HourlyContract hourly, int minute, CancellationToken ct)
    {
        if (hourly.History.LimitOf(DiaryTime.MondayOf(minute)) is not { } limit)
        {
            return true;
        }
        var (id, from) = (hourly.Contract.Id, DiaryTime.WeekOf(minute));
        var to = from + DiaryTime.Week;
        var count = await db.DiaryMinutes.CountAsync(
            m => m.ContractId == id && m.Minute >= from && m.Minute < to && m.DeletionId == null,
            ct
        );
        return count * (hourly.Terms.Billing == HourlyBilling.Segments ? DiaryTime.Segment : 1) <= limit;
    }

    private async Task JudgeWeekAsync(
        HourlyContract hourly,
        int week,
        HashSet<int> starts,
        bool andThoseAfter,
        CancellationToken ct
    )
    {
        var contractId = hourly.Contract.Id;
        var limit = hourly.History.LimitOf(DiaryTime.MondayOf(week));
        if (!andThoseAfter && await IsWithinAsync(hourly, week, ct))
        {
            limit = null;
        }
        // Where the limit is near, what comes before counts too; else only the segments themselves.
        var from = limit is null ? starts.Min() : week;
        var to = andThoseAfter && limit is not null ? week + DiaryTime.Week : starts.Max() + DiaryTime.Segment;
        var minutes = await db
            .DiaryMinutes.AsNoTracking()
            .Where(m => m.ContractId == contractId && m.Minute >= from && m.Minute < to && m.DeletionId == null)
            .OrderBy(m => m.Minute)
            .ToListAsync(ct);
        var first = starts.Min();
        var segments = await db
            .DiarySegments.Where(s => s.ContractId == contractId && s.Start >= first && s.Start < to)
            .ToDictionaryAsync(s => s.Start, ct);
        var split = WeekSegments.Split(
            minutes,
            segments,
            new Dictionary<Guid, string>(),
            limit,
            hourly.Terms.Billing,
            minute => hourly.History.RateAt(DiaryTime.At(minute))
        );
        var freelancer = await IsVerifiedAsync(hourly.Contract.FreelancerId, ct);
        var client = (await money.WithVerifiedMethodAsync([hourly.Contract.ClientId], ct)).Count > 0;
        foreach (var part in split.Where(p => segments.ContainsKey(p.Start)))
        {
            var segment = segments[part.Start];
            segment.Coverage = DiaryRules.Judge(
                new SegmentFacts(
                    part.ManualMinutes == part.Tracked,
                    part.Billed == 0,
                    HasMemo: true,
                    (ProofLevel)segment.Level,
                    hourly.Terms.Proof,
                    part.Active ?? 0,
                    segment.Screenshot,
                    freelancer,
                    client
                )
            );
        }
    }

    private async Task<bool> IsVerifiedAsync(Guid memberId, CancellationToken ct) =>
        (await members.WithVerifiedIdentityAsync([memberId], ct)).Count > 0;
}

/// <summary>Who may hear that a diary changed: both sides of its contract.</summary>
internal sealed class DiaryLive(ContractAccess access) : LiveSubjects
{
    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Kinds => [DiaryBook.LiveKind];

    /// <inheritdoc/>
    public override async Task<HashSet<Guid>> VisibleAsync(
        IReadOnlyCollection<Guid> subjects,
        Actor actor,
        CancellationToken ct
    )
    {
        var visible = new HashSet<Guid>();
        foreach (var id in subjects)
        {
            if (await access.ForPartyAsync(id, actor, ct) is not null)
            {
                visible.Add(id);
            }
        }
        return visible;
    }
}
