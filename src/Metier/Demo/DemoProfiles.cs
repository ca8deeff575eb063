using Metier.Ledger;
using Metier.Profiles;

namespace Metier.Demo;

/// <summary>Writes what an invented freelancer says about themselves.</summary>
internal sealed class DemoProfiles(DemoWorld world)
{
    private readonly DemoRandom random = world.Random("profiles");
    private readonly Dictionary<(string Language, string Part), Deck<string>> decks = [];
    private readonly Dictionary<(string Language, string Trade), Deck<string[]>> work = [];

    public FreelancerProfile Write(DemoPerson person)
    {
        var (trade, speciality) = (person.Trade!, person.Speciality!);
        var star = person.Weight > 1;
        var years = star ? 12 : random.Between(1, 18);
        var profile = new FreelancerProfile
        {
            Id = person.Id,
            Title = speciality.In(person.Language),
            Overview = Overview(person.Language, trade, speciality),
            RateMinor = Rate(person, years),
            RateCurrency = person.Currency,
            Availability = star
                ? Availability.Part
                : random
                    .Weighted(
                        [
                            (Availability.Full, 45),
                            (Availability.Part, 35),
                            (Availability.Occasional, 15),
                            (Availability.None, 5),
                        ],
                        a => a.Item2
                    )
                    .Item1,
            // A few say nothing, as people do.
            Experience =
                years < 3 ? Experience.Starting
                : years == 7 ? null
                : years < 9 ? Experience.Solid
                : Experience.Expert,
            FreeFrom =
                !star && random.Chance(0.15) ? DateOnly.FromDateTime(world.Now.AddDays(random.Between(5, 60))) : null,
            City = person.City,
            Country = person.Country,
            TimeZone = person.TimeZone,
            Visibility = !star && random.Chance(0.04) ? ProfileVisibility.Members : ProfileVisibility.Public,
            CreatedAt = person.Joined,
            UpdatedAt = person.Joined,
        };
        var others = trade.Specialities.SelectMany(s => s.Skills).Distinct().Except(speciality.Skills);
        profile.ChooseSkills([.. speciality.Skills, .. random.Some(others, random.Between(1, 4))]);
        profile.Speak(Spoken(person));
        Past(profile, person, years);
        foreach (var i in Enumerable.Range(0, star ? 4 : random.Between(1, 4)))
        {
            Show(profile, person, i);
        }
        return profile;
    }

    private string Overview(string language, DemoTrade trade, DemoSpeciality speciality)
    {
        var (mine, shared) = (trade.In(language), world.Texts.In(language));
        var title = speciality.In(language).Split(" · ")[^1];
        var first = Draw(language, trade.Trade + ".does", mine.Does)
            .Replace("{title}", title, StringComparison.Ordinal);
        var proof = Draw(language, trade.Trade + ".proof", mine.Proof);
        var way = Draw(language, "way", shared.Ways);
        var close = Draw(language, "close", shared.Closes);
        return random.Below(3) switch
        {
            0 => $"{first} {proof}\n\n{way}\n\n{close}",
            1 => $"{first}\n\n{way} {proof}\n\n{close}",
            _ => $"{first} {way}\n\n{proof}",
        };
    }

    private string Draw(string language, string part, string[] cards)
    {
        if (!decks.TryGetValue((language, part), out var deck))
        {
            decks[(language, part)] = deck = new Deck<string>(cards, random);
        }
        return deck.Draw();
    }

    /// <summary>The longer the experience the nearer to the top of what is usual, in whole units.</summary>
    private long Rate(DemoPerson person, int years)
    {
        var (low, high) = (person.Speciality!.Rate[0], person.Speciality.Rate[1]);
        var rate = low + ((high - low) * Math.Min(1, (years / 16.0) + random.Between(-0.15, 0.25)));
        return Currency.Of(person.Currency).Major(Math.Max(low - 3, (int)Math.Round(rate))).Minor;
    }

    private List<(string Code, LanguageLevel Level)> Spoken(DemoPerson person)
    {
        var spoken = new List<(string, LanguageLevel)> { (person.Speaks, LanguageLevel.Native) };
        foreach (var code in new[] { person.Language, person.Language == "fr" ? "en" : "fr" })
        {
            if (!spoken.Exists(s => s.Item1 == code) && (code == person.Language || random.Chance(0.55)))
            {
                spoken.Add(
                    (
                        code,
                        code == person.Language || random.Chance(0.4)
                            ? LanguageLevel.Fluent
                            : LanguageLevel.Conversational
                    )
                );
            }
        }
        if (
            random.Chance(0.25)
            && random.Of(["es", "de", "it", "pt"]) is var more
            && !spoken.Exists(s => s.Item1 == more)
        )
        {
            spoken.Add((more, random.Chance(0.5) ? LanguageLevel.Basic : LanguageLevel.Conversational));
        }
        return spoken;
    }

    private void Past(FreelancerProfile profile, DemoPerson person, int years)
    {
        var words = world.Texts.In(person.Language);
        var role = person.Speciality!.In(person.Language).Split(" · ")[0];
        var to = new DateOnly(person.Joined.Year, person.Joined.Month, 1).AddMonths(-random.Between(1, 8));
        var companies = random.Some(words.Companies, Math.Clamp((years / 5) + 1, 1, 3));
        foreach (var (i, company) in companies.Index())
        {
            var from = to.AddMonths(-Math.Max(8, years * 12 / companies.Count));
            profile.Employments.Add(
                new Employment
                {
                    Id = random.Id(person.Joined),
                    ProfileId = profile.Id,
                    Company = company,
                    Role = i == 0 ? role : Draw(person.Language, "role", words.Roles),
                    From = from,
                    To = to,
                }
            );
            to = from.AddMonths(-1);
        }
        if (random.Chance(0.8))
        {
            var until = profile.Employments[^1].From.Year;
            profile.Educations.Add(
                new Education
                {
                    Id = random.Id(person.Joined),
                    ProfileId = profile.Id,
                    School = random.Of(words.Schools),
                    Degree = random.Of(person.Trade!.In(person.Language).Degrees),
                    FromYear = until - random.Between(2, 5),
                    ToYear = until,
                }
            );
        }
    }

    private void Show(FreelancerProfile profile, DemoPerson person, int position)
    {
        var key = (person.Language, person.Trade!.Trade);
        if (!work.TryGetValue(key, out var deck))
        {
            work[key] = deck = new Deck<string[]>(person.Trade.In(person.Language).Work, random);
        }
        var piece = deck.Draw();
        if (profile.Work.Exists(w => w.Title == piece[0]))
        {
            return;
        }
        var item = new PortfolioItem
        {
            Id = random.Id(person.Joined),
            ProfileId = profile.Id,
            Title = piece[0],
            Description = piece[1],
            Year = person.Joined.Year - random.Below(4),
            Position = position,
        };
        profile.Work.Add(item);
        person.Work.Add(item.Id);
    }
}
