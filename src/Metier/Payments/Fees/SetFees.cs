using System.Globalization;
using System.Text.Json;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Payments;

/// <summary>A fee as finance typed it.</summary>
/// <param name="Payer">The name of a <see cref="FeePayer"/>.</param>
/// <param name="Currency">ISO 4217; empty for every currency without a schedule of its own.</param>
/// <param name="Percents">The rate of each step, in percent: <c>2.75</c>. Empty ones are left out.</param>
/// <param name="Limits">Up to what was billed together each step goes; empty for the last.</param>
/// <param name="Fixed">Added to each charge's fee.</param>
/// <param name="Minimum">The least.</param>
/// <param name="Maximum">The most.</param>
/// <param name="ValidFrom">The day it begins on, as <c>yyyy-MM-dd</c>.</param>
/// <param name="Reason">Why.</param>
public sealed record FeeTyped(
    string? Payer,
    string? Currency,
    IReadOnlyList<string?> Percents,
    IReadOnlyList<string?> Limits,
    string? Fixed,
    string? Minimum,
    string? Maximum,
    string? ValidFrom,
    string? Reason
);

/// <summary>
/// Finance sets what one side pays from a day to come on. Contracts that exist keep what was agreed; a schedule that has begun
/// is never touched.
/// </summary>
public sealed class SetFees(MetierDb db, FeeSchedules schedules)
{
    /// <summary>How many steps a fee may have.</summary>
    public const int MostSteps = 5;

    private const int DaysAhead = 3 * 366;

    /// <summary>Refuses what cannot be read, a day that is not after today, and what another field forbids; each beside its field.</summary>
    public async Task<Outcome<Done>> RunAsync(FeeTyped typed, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(typed);
        ArgumentNullException.ThrowIfNull(actor);
        var set = await db.WriteAsync<Done>(
            () =>
            {
                if (!actor.May(StaffRoles.Finance))
                {
                    return Task.FromResult<Outcome<Done>>(Refusal.NotFound());
                }
                var read = Read(typed, actor.MemberId);
                if (!read.Ok)
                {
                    return Task.FromResult(Outcome<Done>.From(read));
                }
                db.FeeSchedules.Add(read.Value);
                db.Audit(actor, "fees.set", read.Value.Id, read.Value.Line());
                return Task.FromResult<Outcome<Done>>(Done.It);
            },
            ct
        );
        if (set.Ok)
        {
            await schedules.LearnAsync(db, ct);
        }
        return set;
    }

    private Outcome<FeeSchedule> Read(FeeTyped typed, Guid by)
    {
        var wrong = new List<Refusal>();
        if (!Enum.TryParse<FeePayer>(typed.Payer, out var payer) || !Enum.IsDefined(payer))
        {
            wrong.Add(new Refusal("payer_missing", PaymentRefusalText.FeePayer, "Form.Payer"));
        }
        var code = typed.Currency?.Trim().ToUpperInvariant();
        Currency? unit = null;
        if (code is { Length: > 0 } && !Currency.TryOf(code, out unit))
        {
            wrong.Add(new Refusal("currency_unknown", PaymentRefusalText.CurrencyUnknown, "Form.Currency"));
        }
        var steps = Steps(typed, unit, payer, wrong);
        var added = Amount(typed.Fixed, unit, "Form.Fixed", wrong) ?? 0;
        var least = Amount(typed.Minimum, unit, "Form.Minimum", wrong) ?? 0;
        var most = Amount(typed.Maximum, unit, "Form.Maximum", wrong);
        if (most < least)
        {
            wrong.Add(new Refusal("maximum_low", PaymentRefusalText.FeeMaximum, "Form.Maximum"));
        }
        var today = DateOnly.FromDateTime(db.Now);
        var known = DateOnly.TryParseExact(
            typed.ValidFrom,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        );
        if (!known || day <= today || day > today.AddDays(DaysAhead))
        {
            wrong.Add(new Refusal("day_past", PaymentRefusalText.FeeDay, "Form.ValidFrom"));
        }
        if (TypedReason.Of(typed.Reason) is null)
        {
            wrong.Add(TypedReason.Missing("Form.Reason"));
        }
        return wrong.Count > 0
            ? wrong
            : new FeeSchedule
            {
                Id = Ids.New(db.Clock),
                Payer = payer,
                Currency = unit?.Code,
                StepsJson = JsonSerializer.Serialize(steps, EventRegistry.Json),
                FixedMinor = added,
                MinimumMinor = least,
                MaximumMinor = most,
                ValidFrom = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
                CreatedAt = db.Now,
                CreatedBy = by,
                Reason = TypedReason.Of(typed.Reason)!,
            };
    }

    private static List<FeeTier> Steps(FeeTyped typed, Currency? unit, FeePayer payer, List<Refusal> wrong)
    {
        var steps = new List<FeeTier>();
        var count = typed.Percents.TakeWhile(p => !string.IsNullOrWhiteSpace(p)).Take(MostSteps).Count();
        if (count == 0 || (count > 1 && (payer == FeePayer.Client || unit is null)))
        {
            var text = count == 0 ? PaymentRefusalText.FeePercent : PaymentRefusalText.FeeOneStep;
            wrong.Add(new Refusal("percent_missing", text, count == 0 ? Field("Percents", 0) : Field("Percents", 1)));
            return [new FeeTier(null, 0)];
        }
        for (var i = 0; i < count; i++)
        {
            if (Ppm(typed.Percents[i]) is not { } ppm)
            {
                wrong.Add(new Refusal("percent_wrong", PaymentRefusalText.FeePercent, Field("Percents", i)));
                continue;
            }
            var limit =
                i == count - 1 ? null : Amount(typed.Limits.ElementAtOrDefault(i), unit, Field("Limits", i), wrong);
            if (i < count - 1 && (limit is null || limit <= (steps.LastOrDefault()?.UpToMinor ?? 0)))
            {
                wrong.Add(new Refusal("limit_order", PaymentRefusalText.FeeLimit, Field("Limits", i)));
            }
            steps.Add(new FeeTier(limit, ppm));
        }
        return steps;
    }

    private static string Field(string name, int i) => string.Create(CultureInfo.InvariantCulture, $"Form.{name}[{i}]");

    /// <summary>Parts per million of a percentage with up to four decimals, a point or a comma between; null when it is none.</summary>
    private static int? Ppm(string? percent) =>
        decimal.TryParse(
            percent?.Trim().TrimEnd('%').Trim().Replace(',', '.'),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var value
        )
        && value is >= 0 and <= 100
        && value * 10_000 == Math.Truncate(value * 10_000)
            ? (int)(value * 10_000)
            : null;

    private static long? Amount(string? typed, Currency? unit, string field, List<Refusal> wrong)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }
        if (unit is null)
        {
            wrong.Add(new Refusal("currency_missing", PaymentRefusalText.FeeAmountCurrency, field));
            return null;
        }
        var reading = MoneyParser.Read(typed, unit, out var amount);
        if (reading == MoneyReading.Read && amount.Minor >= 0)
        {
            return amount.Minor;
        }
        var problem = MoneyParser.Problem(reading, unit) ?? PaymentRefusalText.AmountMissing;
        wrong.Add(new Refusal("amount_wrong", problem, field));
        return null;
    }
}
