using System.Globalization;
using Metier.Contracts;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;

namespace Metier.Diary;

/// <summary>Hours as typed: <c>2:30</c>, <c>2 h 30</c>, <c>2.5</c> or <c>2,5</c>.</summary>
public static class TypedHours
{
    /// <summary>More than any week has: whoever asks says how many are possible.</summary>
    private const int Most = 9_999;

    /// <summary>Minutes; null when it is not a time.</summary>
    public static int? Minutes(string? typed)
    {
        var text = TypedText
            .Line(typed)
            .Replace("\u00A0", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal);
        var parts = text.ToUpperInvariant().Split('H', ':');
        if (
            parts.Length == 2
            && int.TryParse(
                parts[0].Length == 0 ? "0" : parts[0],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var hours
            )
            && int.TryParse(
                parts[1].Length == 0 ? "0" : parts[1],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var minutes
            )
            && hours <= Most
            && minutes < 60
        )
        {
            return (hours * 60) + minutes;
        }
        return
            parts.Length == 1
            && decimal.TryParse(
                text.Replace(',', '.'),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var value
            )
            && value is >= 0 and <= Most
            ? (int)Math.Round(value * 60, MidpointRounding.AwayFromZero)
            : null;
    }
}

/// <summary>Hours that would be given back, and their price before fees.</summary>
public sealed record GivingBack(int Minutes, Money Amount);

/// <summary>Hours the freelancer gives back.</summary>
public sealed record GiveBackHoursInput(Guid RequestId, Guid WeekId, string? Hours);

/// <summary>
/// During the review the freelancer gives some hours back by itself, with their fees, at the average price of the week's hours; final.
/// Afterwards <see cref="GiveBack"/> does, out of what was released.
/// </summary>
public sealed class GiveBackHours(MetierDb db, WeekAccess access, WeekMoney money)
{
    /// <summary>The same request gives back once.</summary>
    public Task<Outcome<Done>> RunAsync(GiveBackHoursInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        return db.WriteOnceAsync<Done>(
            $"week.give_back:{actor.MemberId:N}",
            input.RequestId,
            input,
            () => GiveAsync(input, actor, ct),
            ct
        );
    }

    /// <summary>What giving these hours back would be, to be looked at before it is done; refuses what would be refused then.</summary>
    public async Task<Outcome<GivingBack>> LookAsync(Guid weekId, string? hours, Actor actor, CancellationToken ct)
    {
        if (await access.ForPartyAsync(weekId, actor, ct) is not (var week, Side.Freelancer))
        {
            return Refusal.NotFound();
        }
        var priced = Price(week, hours);
        return priced.Ok
            ? new GivingBack(priced.Value.Minutes, week.Unit.Minor(priced.Value.Amount))
            : Outcome<GivingBack>.From(priced);
    }

    private static Outcome<(int Minutes, long Amount)> Price(DiaryWeek week, string? hours)
    {
        if (week.State != WeekState.Review || week.PartnerId is not null)
        {
            return new Refusal("review_over", WeekRefusalText.ReviewOverGive);
        }
        if (TypedHours.Minutes(hours) is not { } minutes || minutes <= 0)
        {
            return new Refusal("hours", WeekRefusalText.HoursWrong, "Form.Hours");
        }
        // All that is left goes back without a rounding of its own.
        var amount =
            minutes >= week.BilledMinutes ? week.InHand : week.Amount.MulDiv(minutes, week.BilledMinutes).Minor;
        if (minutes > week.BilledMinutes || amount > week.InHand)
        {
            return new Refusal(
                "more_than_billed",
                WeekRefusalText.AtMost(
                    Formats.Hours(week.Amount.Minor == 0 ? 0 : week.InHand * week.BilledMinutes / week.AmountMinor)
                ),
                "Form.Hours"
            );
        }
        return (minutes, amount);
    }

    private async Task<Outcome<Done>> GiveAsync(GiveBackHoursInput input, Actor actor, CancellationToken ct)
    {
        if (await access.ForPartyAsync(input.WeekId, actor, ct) is not (var week, Side.Freelancer))
        {
            return Refusal.NotFound();
        }
        var priced = Price(week, input.Hours);
        if (!priced.Ok)
        {
            return Outcome<Done>.From(priced);
        }
        var (minutes, amount) = priced.Value;
        var request = Uuid5.Of(week.Id, $"give-back/{input.RequestId:D}");
        if (await money.MoveAsync(week, request, 0, amount, ct) is { } refusal)
        {
            return refusal;
        }
        db.Audit(actor, "week.given_back", week.Id, new { minutes, amount });
        db.Raise(
            new WeekGivenBack(
                week.Id,
                week.ContractId,
                week.ClientId,
                week.FreelancerId,
                week.Title,
                week.Monday,
                minutes,
                week.Unit.Minor(amount),
                request
            )
        );
        return Done.It;
    }
}
