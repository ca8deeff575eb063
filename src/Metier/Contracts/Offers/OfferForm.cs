using System.Globalization;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Contracts;

/// <summary>A milestone as typed.</summary>
public sealed class MilestoneTyped
{
    /// <summary>What.</summary>
    public string? Title { get; set; }

    /// <summary>What exactly.</summary>
    public string? Description { get; set; }

    /// <summary>Amount, as people type it.</summary>
    public string? Amount { get; set; }

    /// <summary>Date as the browser sends it (yyyy-MM-dd), or empty.</summary>
    public string? DueOn { get; set; }

    /// <summary>Nothing was typed: the row is ignored.</summary>
    public bool IsEmpty =>
        string.IsNullOrWhiteSpace(Title)
        && string.IsNullOrWhiteSpace(Amount)
        && string.IsNullOrWhiteSpace(Description)
        && string.IsNullOrWhiteSpace(DueOn);
}

/// <summary>The terms of an offer as typed: milestones for a fixed price, or hourly terms.</summary>
public sealed record OfferTyped(
    string? Title,
    string? Scope,
    string? StartOn,
    IReadOnlyList<MilestoneTyped> Milestones,
    HourlyTyped? Hourly = null
);

/// <summary>Reads typed terms: all that is wrong is said at once, beside its field.</summary>
internal static class OfferForm
{
    private const int MostMilestones = 20;

    /// <summary>Whether it is by the hour is known before, and what was typed for the other kind is not looked at.</summary>
    public static Outcome<OfferTerms> Read(
        OfferTyped typed,
        bool hourly,
        Currency currency,
        DateOnly today,
        RuleOptions rules
    )
    {
        var wrong = new List<Refusal>();
        var title = Text(typed.Title, 120, "Form.Title", ContractRefusalText.EnterTitle, wrong);
        var scope = Text(typed.Scope, 10_000, "Form.Scope", ContractRefusalText.EnterScope, wrong);
        var start = Date(typed.StartOn, today, "Form.StartOn", wrong);
        var terms = new OfferTerms(
            title,
            scope,
            start,
            hourly ? [] : Milestones(typed.Milestones, currency, today, rules, wrong),
            hourly ? HourlyForm.Read(typed.Hourly, currency, rules, wrong) : null
        );
        return wrong.Count > 0 ? wrong : terms;
    }

    private static List<OfferMilestone> Milestones(
        IReadOnlyList<MilestoneTyped> typed,
        Currency currency,
        DateOnly today,
        RuleOptions rules,
        List<Refusal> wrong
    )
    {
        var milestones = new List<OfferMilestone>();
        for (var i = 0; i < typed.Count; i++)
        {
            if (
                !typed[i].IsEmpty
                && Milestone(
                    typed[i],
                    string.Create(CultureInfo.InvariantCulture, $"Form.Milestones[{i}]"),
                    currency,
                    today,
                    rules,
                    wrong
                )
                    is { } milestone
            )
            {
                milestones.Add(milestone);
            }
        }
        if (typed.All(m => m.IsEmpty))
        {
            wrong.Add(new Refusal("milestone_missing", ContractRefusalText.OneMilestone, "Form.Milestones[0].Title"));
        }
        if (milestones.Count > MostMilestones)
        {
            wrong.Add(
                new Refusal(
                    "too_many_milestones",
                    ContractRefusalText.TooManyMilestones(MostMilestones),
                    "Form.Milestones[0].Title"
                )
            );
        }
        return milestones;
    }

    public static OfferMilestone? Milestone(
        MilestoneTyped typed,
        string field,
        Currency currency,
        DateOnly today,
        RuleOptions rules,
        List<Refusal> wrong
    )
    {
        var before = wrong.Count;
        var title = Text(typed.Title, 120, field + ".Title", ContractRefusalText.EnterMilestoneTitle, wrong);
        var description = (typed.Description ?? "").Trim();
        if (description.Length > 4000)
        {
            wrong.Add(new Refusal("too_long", PlatformText.TooLong(4000), field + ".Description"));
        }
        var due = Date(typed.DueOn, today, field + ".DueOn", wrong);
        var reading = MoneyParser.Read(typed.Amount, currency, out var amount);
        var least = currency.Major(rules.SmallestMilestone);
        if (reading != MoneyReading.Read)
        {
            wrong.Add(new Refusal("amount", MoneyParser.Problem(reading, currency)!, field + ".Amount"));
        }
        else if (amount.Minor < least.Minor || amount.Minor > currency.Major(10_000_000).Minor)
        {
            wrong.Add(
                new Refusal(
                    "amount_too_small",
                    ContractRefusalText.AmountOrMore(Formats.Money(least)),
                    field + ".Amount"
                )
            );
        }
        return wrong.Count == before ? new OfferMilestone(title, description, amount.Minor, due) : null;
    }

    public static string Text(string? typed, int most, string field, string missing, List<Refusal> wrong)
    {
        var text = (typed ?? "").Trim();
        if (text.Length == 0)
        {
            wrong.Add(new Refusal("required", missing, field));
        }
        else if (text.Length > most)
        {
            wrong.Add(new Refusal("too_long", PlatformText.TooLong(most), field));
        }
        return text;
    }

    private static DateOnly? Date(string? typed, DateOnly today, string field, List<Refusal> wrong)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }
        if (
            !DateOnly.TryParseExact(
                typed.Trim(),
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date
            )
            || date < today
            || date > today.AddYears(5)
        )
        {
            wrong.Add(new Refusal("date", ContractRefusalText.DateAfterToday, field));
            return null;
        }
        return date;
    }
}
