using Metier.Contracts;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>Reads what the page of the timer and the tracker show.</summary>
public sealed class TimerViews(MetierDb db, HourlyContracts contracts, MemberViews members, DiaryCells cells)
{
    /// <summary>Everything on the page of the timer.</summary>
    public async Task<TimePageView> TimeAsync(Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var hourly = await contracts.OfFreelancerAsync(actor.MemberId, ct);
        var lease = await LeaseAsync(actor.MemberId, ct);
        var devices = await DevicesAsync(actor.MemberId, lease, ct);
        var now = DiaryTime.Of(db.Now);
        var today = DiaryTime.Of(TodayUtc(actor));
        var byContract = new Dictionary<Guid, TimerToday>();
        foreach (var one in hourly)
        {
            if (await cells.OfAsync(one, today, now + 1, ct) is { Count: > 0 } found)
            {
                byContract[one.Contract.Id] = new TimerToday(DiaryCells.Sum(one, found), found);
            }
        }
        var running = lease is null ? null : await RunningAsync(lease, devices, ct);
        var current = hourly.Find(h => h.Contract.Id == lease?.ContractId) ?? hourly.FirstOrDefault();
        var shot = current is null ? null : await LastScreenshotAsync(current, ct);
        return new TimePageView(
            running,
            await ContractsAsync(hourly, ct),
            byContract,
            shot,
            devices,
            current is null ? [] : await RecentMemosAsync(current.Contract.Id, ct),
            shot is null ? null : current?.Contract.Id
        );
    }

    /// <summary>The freelancer's hourly contracts that have not ended, with consent, this week's hours and its limit.</summary>
    public async Task<List<TimerContract>> ContractsAsync(Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return await ContractsAsync(await contracts.OfFreelancerAsync(actor.MemberId, ct), ct);
    }

    /// <summary>The timer that runs; null when none does.</summary>
    public async Task<RunningTimer?> RunningAsync(Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return await LeaseAsync(actor.MemberId, ct) is { } lease
            ? await RunningAsync(lease, await DevicesAsync(actor.MemberId, lease, ct), ct)
            : null;
    }

    /// <summary>What the bar of every page shows: null for people without hourly work. Asked with each page, so two questions at most while no timer runs.</summary>
    public async Task<TimeInBar?> BarAsync(Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.IsFreelancer || !await contracts.AnyOfFreelancerAsync(actor.MemberId, ct))
        {
            return null;
        }
        if (await LeaseAsync(actor.MemberId, ct) is not { } lease)
        {
            return new TimeInBar(null);
        }
        var today = DiaryTime.Of(TodayUtc(actor));
        var minutes = await db.DiaryMinutes.CountAsync(
            m =>
                m.FreelancerId == actor.MemberId
                && m.Minute >= today
                && m.ContractId == lease.ContractId
                && m.DeletionId == null,
            ct
        );
        var title = await db.Contracts.Where(c => c.Id == lease.ContractId).Select(c => c.Title).SingleAsync(ct);
        return new TimeInBar(new TimerInBar(lease.ContractId, title, minutes));
    }

    /// <summary>The segments of one day of UTC, over all contracts; one with several memos has a line for each of them.</summary>
    public async Task<List<LoggedSegment>> LogAsync(DateOnly day, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var from = DiaryTime.WeekStart(day);
        var found = new List<LoggedSegment>();
        foreach (var one in await contracts.OfFreelancerAsync(actor.MemberId, ct))
        {
            found.AddRange(
                (await cells.OfAsync(one, from, from + DiaryTime.Day, ct))
                    .Where(c => c.Minutes > 0)
                    .SelectMany(c =>
                        c.Memos.Select(m => new LoggedSegment(
                            one.Contract.Id,
                            DiaryTime.At(c.Start),
                            m.Tracked,
                            c.Active is null ? null : m.Active,
                            m.Text,
                            m.ByHand,
                            c.Screenshot.ToString()
                        ))
                    )
            );
        }
        return [.. found.OrderBy(s => s.Start)];
    }

    private DateTime TodayUtc(Actor actor)
    {
        var zone = Zones.Find(actor.TimeZone);
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(db.Now, zone));
        return DiaryZones.Utc(day, TimeOnly.MinValue, zone);
    }

    private Task<TrackingLease?> LeaseAsync(Guid freelancerId, CancellationToken ct)
    {
        var now = db.Now;
        return db
            .TrackingLeases.AsNoTracking()
            .SingleOrDefaultAsync(l => l.FreelancerId == freelancerId && l.StoppedAt == null && l.ExpiresAt > now, ct);
    }

    private async Task<RunningTimer> RunningAsync(
        TrackingLease lease,
        List<DeviceView> devices,
        CancellationToken ct
    ) =>
        new(
            lease.Id,
            lease.ContractId,
            await db.DiaryMemos.Where(m => m.Id == lease.MemoId).Select(m => m.Text).SingleAsync(ct),
            lease.StartedAt,
            lease.ExpiresAt,
            lease.DeviceId,
            devices.Find(d => d.Id == lease.DeviceId)?.Name
        );

    private async Task<List<DeviceView>> DevicesAsync(Guid memberId, TrackingLease? lease, CancellationToken ct)
    {
        var found = await db
            .TrackerDevices.AsNoTracking()
            .Where(d => d.MemberId == memberId && d.RevokedAt == null)
            .OrderByDescending(d => d.PairedAt)
            .Take(PairDevice.MostDevices)
            .ToListAsync(ct);
        return found.ConvertAll(d => new DeviceView(
            d.Id,
            d.Name,
            d.System,
            d.PairedAt,
            d.LastSeenAt,
            lease?.DeviceId == d.Id
        ));
    }

    private async Task<List<TimerContract>> ContractsAsync(List<HourlyContract> hourly, CancellationToken ct)
    {
        var names = await members.ClientsAsync([.. hourly.Select(h => h.Contract.ClientId).Distinct()], ct);
        var ids = hourly.ConvertAll(h => h.Contract.Id);
        var consents = (
            await db
                .DiaryConsents.AsNoTracking()
                .Where(c => ids.Contains(c.ContractId))
                .OrderBy(c => c.At)
                .ThenBy(c => c.Id)
                .ToListAsync(ct)
        ).ToLookup(c => c.ContractId);
        var week = DiaryTime.WeekOf(DiaryTime.Of(db.Now));
        var result = new List<TimerContract>();
        foreach (var one in hourly)
        {
            var level = consents[one.Contract.Id].LastOrDefault()?.Level;
            result.Add(
                new TimerContract(
                    one,
                    names[one.Contract.ClientId].Name,
                    level ?? one.Terms.Proof,
                    level is not null,
                    await cells.WeekAsync(one, week, ct),
                    one.History.LimitOf(DiaryTime.MondayOf(week))
                )
            );
        }
        return result;
    }

    private async Task<SegmentCell?> LastScreenshotAsync(HourlyContract hourly, CancellationToken ct)
    {
        var id = hourly.Contract.Id;
        var since = DiaryTime.Of(db.Now.AddDays(-1));
        var start = await db
            .DiarySegments.Where(s => s.ContractId == id && s.Start >= since && s.ThumbnailId != null)
            .MaxAsync(s => (int?)s.Start, ct);
        return start is { } found
            ? (await cells.OfAsync(hourly, found, found + DiaryTime.Segment, ct)).SingleOrDefault()
            : null;
    }

    private async Task<List<string>> RecentMemosAsync(Guid contractId, CancellationToken ct) =>
        await db
            .DiaryMemos.AsNoTracking()
            .Where(m => m.ContractId == contractId)
            .OrderByDescending(m => m.At)
            .Take(6)
            .Select(m => m.Text)
            .ToListAsync(ct);
}
