using System.Globalization;
using Metier.Profiles;

namespace Metier.Web.Profiles;

/// <summary>Title, overview, video as typed. <c>Was</c> in each of these: the stamp the form was filled from.</summary>
public sealed class IntroForm
{
    public string? Title { get; set; }
    public string? Overview { get; set; }
    public string? VideoUrl { get; set; }
    public string? Was { get; set; }

    internal static IntroForm From(ProfileView view) =>
        new()
        {
            Title = view.Card.Title,
            Overview = view.Overview,
            VideoUrl = view.VideoUrl,
        };
}

/// <summary>Skills with commas between them.</summary>
public sealed class SkillsForm
{
    public string? Skills { get; set; }

    /// <summary>Names to add as skills.</summary>
    public List<string>? New { get; set; }

    /// <summary>The button that was pressed: save, or <c>add-</c> or <c>drop-</c> with a suggested skill.</summary>
    public string? Do { get; set; }
    public string? Was { get; set; }
}

/// <summary>Rate and availability as typed.</summary>
public sealed class TermsForm
{
    public string? Rate { get; set; }
    public string? Currency { get; set; }
    public string? Availability { get; set; }
    public string? FreeFrom { get; set; }
    public string? Experience { get; set; }
    public string? Was { get; set; }

    internal static TermsForm From(ProfileView view) =>
        new()
        {
            Rate = view.Card.Rate is { } rate ? Formats.Typed(rate) : "",
            Currency = view.Card.Rate?.Currency.Code,
            Availability = view.Card.Availability.ToString(),
            FreeFrom = view.Card.FreeFrom?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Experience = view.Card.Experience?.ToString() ?? "",
        };
}

/// <summary>City, country and time zone as typed.</summary>
public sealed class PlaceForm
{
    public string? City { get; set; }
    public string? Country { get; set; }
    public string? TimeZone { get; set; }
    public string? Was { get; set; }

    internal static PlaceForm From(ProfileView view) =>
        new()
        {
            City = view.Card.City,
            Country = view.Card.Country,
            TimeZone = view.Card.TimeZone,
        };
}

/// <summary>A language and how well it is spoken.</summary>
public sealed class SpokenForm
{
    public string? Code { get; set; }
    public string? Level { get; set; }
}

/// <summary>The rows of the languages form.</summary>
public sealed class LanguagesForm
{
    public List<SpokenForm> Languages { get; set; } = [];

    /// <summary>The button that was pressed: save, or add for one more row.</summary>
    public string? Do { get; set; }
    public string? Was { get; set; }

    internal static LanguagesForm From(ProfileView view)
    {
        var form = new LanguagesForm
        {
            Languages =
            [
                .. view.Card.Languages.Select(l => new SpokenForm { Code = l.Code, Level = l.Level.ToString() }),
            ],
        };
        form.AddRow();
        return form;
    }

    internal void AddRow()
    {
        if (Languages.Count < ProfileLimits.Languages)
        {
            Languages.Add(new SpokenForm());
        }
    }
}

/// <summary>Who may see the profile.</summary>
public sealed class VisibilityForm
{
    public string? Visibility { get; set; }
}

/// <summary>The photo's form: save or remove.</summary>
public sealed class PhotoForm
{
    public string? Do { get; set; }
}

/// <summary>The piece of work to show one place earlier.</summary>
public sealed class WorkOrderForm
{
    public string? Up { get; set; }
}
