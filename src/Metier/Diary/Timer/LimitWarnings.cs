using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>A part of the weekly limit has been worked.</summary>
public sealed record LimitNeared(
    Guid ContractId,
    Guid ClientId,
    Guid FreelancerId,
    string Title,
    DateOnly Monday,
    int Percent,
    int Minutes,
    int Limit
);

/// <summary>A raised limit covers hours that were over it: they are judged anew, from the week it counts for on.</summary>
internal sealed class JudgeWithLimit(MetierDb db, HourlyContracts contracts, DiaryBook book)
    : IHandle<HourlyTermsChanged>
{
    public Task HandleAsync(HourlyTermsChanged happened, CancellationToken ct) =>
        happened.Kind is HourlyChange.LimitRaised or HourlyChange.LimitLifted
            ? db.WriteAsync<Done>(
                async () =>
                {
                    await DiaryBook.HoldAsync(db, happened.ContractId, ct);
                    var hourly = (await contracts.OfAsync([happened.ContractId], ct)).Single();
                    // The raise may have come at the end of a week that is still open.
                    var from = DiaryTime.WeekOf(DiaryTime.Of(db.Now)) - DiaryTime.Week;
                    var starts = await db
                        .DiarySegments.Where(s => s.ContractId == happened.ContractId && s.Start >= from)
                        .Select(s => s.Start)
                        .ToListAsync(ct);
                    starts.RemoveAll(s => DiaryRules.LockOf(s, hourly.Contract.Rules) <= db.Now);
                    await book.JudgeAsync(hourly, starts, andThoseAfter: true, ct);
                    await book.TellPagesAsync(hourly.Contract, ct);
                    return Done.It;
                },
                ct
            )
            : Task.CompletedTask;
}

/// <summary>Looks at the week's hours against the limit and tells, once for each part of it, that it is near.</summary>
public sealed class LimitWarnings(MetierDb db, WeekSegments segments)
{
    /// <summary>Answers with the minutes that count in the week of this minute, and its limit. Joins the caller's transaction.</summary>
    internal async Task<(int Logged, int? Limit)> LookAsync(HourlyContract hourly, int minute, CancellationToken ct)
    {
        var contract = hourly.Contract;
        var monday = DiaryTime.MondayOf(minute);
        var limit = hourly.History.LimitOf(monday);
        var logged = await LoggedAsync(hourly, DiaryTime.WeekOf(minute), ct);
        if (limit is not { } most || most == 0)
        {
            return (logged, limit);
        }
        foreach (var percent in new[] { contract.Rules.LimitWarnPercent, contract.Rules.LimitAlarmPercent, 100 })
        {
            if (
                logged * 100L >= most * (long)percent
                && !await db.LimitNotices.AnyAsync(
                    n => n.ContractId == contract.Id && n.Monday == monday && n.Percent == percent && n.Limit == most,
                    ct
                )
            )
            {
                db.LimitNotices.Add(
                    new LimitNotice
                    {
                        ContractId = contract.Id,
                        Monday = monday,
                        Percent = percent,
                        Limit = most,
                    }
                );
                db.Raise(
                    new LimitNeared(
                        contract.Id,
                        contract.ClientId,
                        contract.FreelancerId,
                        contract.Title,
                        monday,
                        percent,
                        logged,
                        most
                    )
                );
            }
        }
        return (logged, limit);
    }

    private async Task<int> LoggedAsync(HourlyContract hourly, int week, CancellationToken ct)
    {
        if (hourly.Terms.Billing == HourlyBilling.Segments)
        {
            return (await segments.OfAsync(hourly, DiaryTime.MondayOf(week), ct)).Sum(s => s.Counted);
        }
        var (id, to) = (hourly.Contract.Id, week + DiaryTime.Week);
        return await db.DiaryMinutes.CountAsync(
            m => m.ContractId == id && m.Minute >= week && m.Minute < to && m.DeletionId == null,
            ct
        );
    }
}
