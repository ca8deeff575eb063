using System.Globalization;
using Metier.Contracts;
using Metier.Ledger;

namespace Metier.Web.Contracts;

/// <summary>The terms of an offer as typed; strings, so that what was typed comes back.</summary>
public sealed class OfferFormModel
{
    public string? Title { get; set; }
    public string? Scope { get; set; }
    public string? StartOn { get; set; }
    public string? Message { get; set; }
    public List<MilestoneTyped> Milestones { get; set; } = [];

    /// <summary>The terms of an offer by the hour; null for a fixed price.</summary>
    public HourlyFormModel? Hourly { get; set; }

    /// <summary>The button that was pressed: save, add, or remove-N.</summary>
    public string? Do { get; set; }

    internal OfferTyped Typed => new(Title, Scope, StartOn, Milestones, Hourly?.Typed);

    internal static OfferFormModel From(OfferTerms terms, Currency currency) =>
        new()
        {
            Title = terms.Title,
            Scope = terms.Scope,
            StartOn = terms.StartOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Hourly = terms.Hourly is { } hourly ? HourlyFormModel.From(hourly, currency) : null,
            Milestones =
            [
                .. terms.Milestones.Select(m => new MilestoneTyped
                {
                    Title = m.Title,
                    Description = m.Description,
                    Amount = Formats.Typed(currency.Minor(m.AmountMinor)),
                    DueOn = m.DueOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                }),
            ],
        };

    /// <summary>Adds or removes a row; true when that was the button, so nothing is saved yet.</summary>
    internal bool ChangeRows()
    {
        if (Do == "add")
        {
            Milestones.Add(new MilestoneTyped());
            return true;
        }
        if (
            Do?.StartsWith("remove-", StringComparison.Ordinal) == true
            && int.TryParse(Do[7..], CultureInfo.InvariantCulture, out var at)
            && at >= 0
            && at < Milestones.Count
        )
        {
            Milestones.RemoveAt(at);
            return true;
        }
        return false;
    }
}
