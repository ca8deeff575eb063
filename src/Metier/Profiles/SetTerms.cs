using Metier.Ledger;
using Metier.Platform;

namespace Metier.Profiles;

/// <summary>
/// Hourly rate (read by the page, null when none was typed), availability (<see cref="Availability"/> by name), the first
/// free day as typed, and experience (<see cref="Experience"/> by name; nothing for somebody who does not say).
/// </summary>
public sealed record SetTermsInput(
    Money? Rate,
    string? Availability,
    string? FreeFrom,
    string? Was,
    string? Experience = null
);

/// <summary>Sets what an hour costs and how much work is welcome.</summary>
public sealed class SetTerms(ProfileAccess access, RuleOptions rules, TimeProvider clock)
{
    /// <summary>The highest rate, in major units an hour: a slip of the keyboard above it is refused.</summary>
    public const int HighestRate = 2_000;

    /// <summary>Fields of refusals: Form.Rate, Form.Availability, Form.FreeFrom.</summary>
    public Task<Outcome<Done>> RunAsync(SetTermsInput input, Actor actor, CancellationToken ct) =>
        access.EditAsync(
            actor,
            input.Was,
            p => p.TermsStamp,
            (profile, read) =>
            {
                SetRate(profile, input.Rate, read);
                if (
                    Enum.TryParse<Availability>(input.Availability, out var availability)
                    && Enum.IsDefined(availability)
                )
                {
                    profile.Availability = availability;
                }
                else
                {
                    read.Refuse("Form.Availability", "empty", ProfileRefusalText.AvailabilityEmpty);
                }
                var today = DateOnly.FromDateTime(clock.UtcNow());
                var from = read.Day(input.FreeFrom, "Form.FreeFrom");
                if (from > today.AddYears(2))
                {
                    read.Refuse("Form.FreeFrom", "too_far", ProfileRefusalText.FreeFromTooFar);
                }
                profile.FreeFrom = from <= today ? null : from;
                profile.Experience =
                    Enum.TryParse<Experience>(input.Experience, out var experience) && Enum.IsDefined(experience)
                        ? experience
                        : null;
            },
            ct
        );

    private void SetRate(FreelancerProfile profile, Money? rate, ProfileInput read)
    {
        if (rate is not { } money)
        {
            (profile.RateMinor, profile.RateCurrency) = (null, "");
            return;
        }
        // The floor and the ceiling are written for currencies of the euro's size; where one unit is worth a cent or
        // less (yen, franc CFA) they are a hundred times higher.
        var scale = money.Currency.Decimals == 0 ? 100 : 1;
        var lowest = money.Currency.Major(rules.LowestHourlyRate * scale);
        if (money < lowest)
        {
            read.Refuse("Form.Rate", "rate_too_low", ProfileRefusalText.RateTooLow(Plain(lowest)));
        }
        else if (money > money.Currency.Major(HighestRate * scale))
        {
            read.Refuse("Form.Rate", "rate_too_high", ProfileRefusalText.RateTooHigh);
        }
        else
        {
            (profile.RateMinor, profile.RateCurrency) = (money.Minor, money.Currency.Code);
        }
    }

    private static string Plain(Money money) => $"{money.Minor / money.Currency.MinorPerMajor} {money.Currency.Code}";
}
