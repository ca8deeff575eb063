using Metier.Ledger;
using Metier.Platform;

namespace Metier.Profiles;

/// <summary>
/// What a freelancer tells about themselves. Its id is the member's. Every change goes through <see cref="Touch"/>, so
/// that two people (or two windows) saving at once collide on the version instead of overwriting.
/// </summary>
internal sealed class FreelancerProfile : IVersioned
{
    public const int LongestTitle = 80;
    public const int LongestOverview = 5_000;
    public const int MostSkills = 15;
    public const int MostLanguages = 10;
    public const int MostEntries = 30;
    public const int MostFiles = 8;

    public Guid Id { get; init; }
    public string Title { get; set; } = "";

    /// <summary>Markdown.</summary>
    public string Overview { get; set; } = "";

    /// <summary>Where a video introduction can be seen (https), or empty.</summary>
    public string VideoUrl { get; set; } = "";
    public Guid? PhotoId { get; set; }
    public string PhotoName { get; set; } = "";

    /// <summary>Minor units an hour; null until told.</summary>
    public long? RateMinor { get; set; }
    public string RateCurrency { get; set; } = "";
    public Availability Availability { get; set; }

    /// <summary>As its owner says; null until told.</summary>
    public Experience? Experience { get; set; }

    /// <summary>Not free before this day; null = now.</summary>
    public DateOnly? FreeFrom { get; set; }
    public string City { get; set; } = "";
    public string Country { get; set; } = "";
    public string TimeZone { get; set; } = "UTC";
    public ProfileVisibility Visibility { get; set; }
    public DateTime CreatedAt { get; init; }
    public DateTime UpdatedAt { get; set; }
    public int Version { get; set; }

    public List<ProfileSkill> Skills { get; } = [];
    public List<ProfileLanguage> Languages { get; } = [];
    public List<Employment> Employments { get; } = [];
    public List<Education> Educations { get; } = [];
    public List<Certificate> Certificates { get; } = [];
    public List<PortfolioItem> Work { get; } = [];

    public Money? Rate => RateMinor is { } minor ? new Money(minor, Currency.Of(RateCurrency)) : null;

    public string IntroStamp => ProfileStamp.Of(Title, Overview, VideoUrl);
    public string SkillsStamp => ProfileStamp.Of([.. Skills.OrderBy(s => s.Position).Select(s => s.SkillId)]);
    public string TermsStamp => ProfileStamp.Of(RateMinor, RateCurrency, Availability, FreeFrom, Experience);
    public string PlaceStamp => ProfileStamp.Of(City, Country, TimeZone);

    public string LanguagesStamp =>
        ProfileStamp.Of([.. Languages.OrderBy(l => l.Position).Select(l => $"{l.Code} {l.Level}")]);

    /// <summary>Puts the skills in this order, adding and dropping as needed.</summary>
    public void ChooseSkills(IReadOnlyList<string> ids)
    {
        Skills.RemoveAll(s => !ids.Contains(s.SkillId));
        foreach (var (position, id) in ids.Index())
        {
            var skill = Skills.Find(s => s.SkillId == id);
            if (skill is null)
            {
                skill = new ProfileSkill { ProfileId = Id, SkillId = id };
                Skills.Add(skill);
            }
            skill.Position = position;
        }
    }

    /// <summary>Sets the languages, in this order.</summary>
    public void Speak(IReadOnlyList<(string Code, LanguageLevel Level)> spoken)
    {
        Languages.RemoveAll(l => spoken.All(s => s.Code != l.Code));
        foreach (var (position, (code, level)) in spoken.Index())
        {
            var language = Languages.Find(l => l.Code == code);
            if (language is null)
            {
                language = new ProfileLanguage { ProfileId = Id, Code = code };
                Languages.Add(language);
            }
            (language.Level, language.Position) = (level, position);
        }
    }

    /// <summary>Marks the profile as changed and tells those who keep a copy of it.</summary>
    public void Touch(MetierDb db)
    {
        // Two changes inside one microsecond would leave the row unmodified and its version unchecked.
        UpdatedAt = UpdatedAt < db.Now ? db.Now : UpdatedAt.AddMicroseconds(1);
        db.Raise(new ProfileChanged(Id));
    }
}
