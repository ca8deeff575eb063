using Metier.Contracts;
using Metier.Diary;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Disputes;

/// <summary>Hours as named: segments by their first minute, or so many hours; and why.</summary>
public sealed record OpenHourDisputeInput(
    Guid RequestId,
    Guid WeekId,
    IReadOnlyList<string> Segments,
    string? Hours,
    string? Reason,
    IReadOnlyList<Upload> Files
);

/// <summary>
/// The client names hours of a week in review: their price stays in the week's account, the contract rests with a limit of nothing,
/// and the freelancer has three days.
/// </summary>
public sealed class OpenHourDispute(
    MetierDb db,
    WeeksForDisputes weeks,
    HourlyContracts contracts,
    HourEvidence evidence
)
{
    /// <summary>Answers with the dispute's id.</summary>
    public Task<Outcome<Guid>> RunAsync(OpenHourDisputeInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        return db.WriteOnceAsync<Guid>(
            $"hours_dispute.open:{actor.MemberId:N}",
            input.RequestId,
            new
            {
                input.WeekId,
                input.Segments,
                input.Hours,
                input.Reason,
            },
            () => OpenAsync(input, actor, ct),
            ct
        );
    }

    private async Task<Outcome<Guid>> OpenAsync(OpenHourDisputeInput input, Actor actor, CancellationToken ct)
    {
        if (await weeks.FindAsync(input.WeekId, actor, ct) is not var (week, segments, _))
        {
            return Refusal.NotFound();
        }
        if (actor.RefuseToHire() is { } mayNot)
        {
            return mayNot;
        }
        if (await db.HourDisputes.AnyAsync(d => d.WeekId == week.Id, ct))
        {
            return new Refusal("once_only", HourDisputeRefusalText.OnceOnly);
        }
        var wrong = new List<Refusal>();
        var named = Read(input, week, segments, wrong);
        var reason = DisputeRecord.Text(input.Reason, "Form.Reason", HourDisputeRefusalText.SayWhy, wrong);
        if (wrong.Count > 0)
        {
            return wrong;
        }
        var weight = named.Segments.Sum(s => NamedHours.WeightOf(s.Segment, s.Minutes));
        // All of them cost what is left of the week; some of them what they cost, rounded once.
        var price =
            named.Minutes == week.BilledMinutes
                ? week.InHand
                : Math.Min(week.InHand, WeekSegments.PriceOf(weight, week.Unit).Minor);
        if (await weeks.OpenAsync(week, price, ct) is { } refusal)
        {
            return refusal;
        }
        var rules = (await contracts.OfAsync([week.ContractId], ct)).Single().Contract.Rules;
        var dispute = HourDispute.Open(
            Ids.New(db.Clock),
            week,
            named.Minutes,
            price,
            reason,
            rules.HoursDisputeAnswerDays,
            db.Now
        );
        db.HourDisputes.Add(dispute);
        db.HourDisputeSegments.AddRange(
            named.Segments.Select(s => new HourDisputeSegment
            {
                DisputeId = dispute.Id,
                Start = s.Segment.Start,
                Minutes = s.Minutes,
                Weight = NamedHours.WeightOf(s.Segment, s.Minutes),
                Coverage = s.Segment.Coverage,
            })
        );
        var kept = await evidence.KeepAsync(dispute, Side.Client, reason, input.Files, "Form", actor, ct);
        if (!kept.Ok)
        {
            return kept;
        }
        Tell(dispute, named.Minutes, actor);
        return dispute.Id;
    }

    private void Tell(HourDispute dispute, int minutes, Actor actor)
    {
        db.Audit(
            actor,
            "hours_dispute.opened",
            dispute.Id,
            new
            {
                week = dispute.WeekId,
                minutes,
                price = dispute.HeldMinor,
            }
        );
        db.Raise(
            new HoursDisputed(
                dispute.Id,
                dispute.ContractId,
                dispute.ClientId,
                dispute.FreelancerId,
                dispute.Title,
                dispute.Monday,
                dispute.Minutes,
                dispute.Held,
                dispute.DueAt!.Value,
                actor.MemberId
            )
        );
    }

    private static NamedHours Read(
        OpenHourDisputeInput input,
        DiaryWeek week,
        IReadOnlyList<WeekSegment> segments,
        List<Refusal> wrong
    )
    {
        var starts = input
            .Segments.Select(s =>
                int.TryParse(s, System.Globalization.CultureInfo.InvariantCulture, out var start) ? start : -1
            )
            .ToHashSet();
        var typed = !string.IsNullOrWhiteSpace(input.Hours);
        if (typed && starts.Count > 0)
        {
            wrong.Add(new Refusal("either", HourDisputeRefusalText.Either, "Form.Hours"));
        }
        else if (typed)
        {
            var minutes = TypedHours.Minutes(input.Hours) ?? 0;
            if (minutes <= 0)
            {
                wrong.Add(new Refusal("hours", WeekRefusalText.HoursWrong, "Form.Hours"));
            }
            else if (minutes > week.BilledMinutes)
            {
                wrong.Add(
                    new Refusal(
                        "more_than_billed",
                        WeekRefusalText.AtMost(Formats.Hours(week.BilledMinutes)),
                        "Form.Hours"
                    )
                );
            }
            else
            {
                return NamedHours.Of(segments, minutes);
            }
        }
        var named = NamedHours.Of(segments, starts);
        if (wrong.Count == 0 && named.Minutes == 0)
        {
            wrong.Add(new Refusal("nothing_named", HourDisputeRefusalText.NameSome, "Form.Hours"));
        }
        return named;
    }
}
