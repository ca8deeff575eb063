using System.Globalization;
using System.Text;
using Metier.Members;
using Metier.Platform;
using Metier.Profiles;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Demo;

/// <summary>Invents people and clients, and writes them with their profiles.</summary>
internal sealed class DemoPeople
{
    /// <summary>Everybody's password: the demo has nothing to hide.</summary>
    public const string Password = "metierdemo";

    private readonly DemoWorld world;
    private readonly DemoRandom random;
    private readonly HashSet<string> emails = [];
    private readonly HashSet<string> names = [];
    private readonly DemoProfiles profiles;

    public DemoPeople(DemoWorld world)
    {
        this.world = world;
        random = world.Random("people");
        profiles = new DemoProfiles(world);
    }

    /// <summary>Makes them up; nobody is written yet.</summary>
    public void Invent()
    {
        var companies = world.Texts.Companies.Take(world.Options.Clients).ToList();
        foreach (var (i, company) in companies.Index())
        {
            world.Clients.Add(Client(company, i));
        }
        // One who hires and works in each language: the third and the fourth client.
        foreach (var both in world.Clients.Where(c => c.Trade is not null))
        {
            world.Freelancers.Add(both);
        }
        foreach (var language in Languages.All)
        {
            world.Freelancers.Add(Star(language));
            world.Staff.Add(Operator(language));
        }
        var decks = Languages.All.ToDictionary(
            l => l,
            l => new Deck<(DemoTrade, DemoSpeciality)>(
                [.. world.Texts.Trades.SelectMany(t => t.Specialities.Select(s => (t, s)))],
                random
            )
        );
        while (world.Freelancers.Count < world.Options.Freelancers)
        {
            var region = random.Weighted(world.Texts.Regions, r => r.Weight);
            var (trade, speciality) = decks[region.Language].Draw();
            world.Freelancers.Add(Freelancer(region, trade, speciality));
        }
    }

    /// <summary>Puts everybody's arrival into the calendar, a few at a time.</summary>
    public void Plan(DemoCalendar calendar)
    {
        string? hash = null;
        var everybody = world.Staff.Concat(world.Clients).Concat(world.Freelancers).Distinct().OrderBy(p => p.Joined);
        foreach (var day in everybody.GroupBy(p => p.Joined.Date))
        {
            var group = day.ToList();
            calendar.At(
                group[^1].Joined,
                "people",
                () =>
                    world.InAsync(
                        "en",
                        async s =>
                        {
                            hash ??= Hash(s);
                            return await WriteAsync(
                                s.GetRequiredService<MetierDb>(),
                                group,
                                hash,
                                s.GetRequiredService<InstanceOptions>()
                            );
                        }
                    )
            );
        }
    }

    private static string Hash(IServiceProvider services) =>
        // Once for all: the demo's password is no secret, and hashing it three hundred times would take a quarter of a minute.
        services
            .GetRequiredService<IPasswordHasher<Member>>()
            .HashPassword(new Member { Name = "", Language = "en" }, Password);

    private async Task<bool> WriteAsync(
        MetierDb db,
        IReadOnlyList<DemoPerson> people,
        string hash,
        InstanceOptions instance
    )
    {
        var written = await db.WriteAsync<bool>(
            () =>
            {
                foreach (var person in people)
                {
                    db.Add(Member(person, hash));
                    if (person is { Company: { } company, ClientId: { } clientId })
                    {
                        db.Add(ClientOf(person, company, clientId));
                        db.Add(
                            new ClientMember
                            {
                                ClientId = clientId,
                                MemberId = person.Id,
                                Role = ClientRole.Owner,
                                Since = person.Joined,
                            }
                        );
                    }
                    if (person.Trade is not null)
                    {
                        var profile = profiles.Write(person);
                        db.Add(profile);
                        db.Raise(new ProfileChanged(person.Id));
                    }
                    db.AddRange(DemoLegal.Of(person, instance.OperatorName));
                    db.Audit(
                        null,
                        "member.signed_up",
                        person.Id,
                        new { Hires = person.Company is not null, Works = person.Trade is not null }
                    );
                }
                return Task.FromResult<Outcome<bool>>(true);
            },
            CancellationToken.None
        );
        return written.Value;
    }

    private static Member Member(DemoPerson person, string hash) =>
        new()
        {
            Id = person.Id,
            Name = person.Name,
            UserName = person.Email,
            NormalizedUserName = person.Email.ToUpperInvariant(),
            Email = person.Email,
            NormalizedEmail = person.Email.ToUpperInvariant(),
            EmailConfirmed = true,
            PasswordHash = hash,
            SecurityStamp = person.Id.ToString("N"),
            LockoutEnabled = true,
            Language = person.Language,
            TimeZone = person.TimeZone,
            Country = person.Country,
            IsFreelancer = person.Trade is not null,
            Hat = person.Company is not null ? Hat.Client : Hat.Freelancer,
            Roles = person.Roles,
            CreatedAt = person.Joined,
        };

    private static Client ClientOf(DemoPerson person, DemoCompany company, Guid id) =>
        new()
        {
            Id = id,
            Name = company.Name,
            About = company.About,
            Country = company.Country,
            City = company.City,
            Currency = company.Currency,
            CreatedAt = person.Joined,
        };

    private DemoPerson Client(DemoCompany company, int place)
    {
        var (first, last) = Name(company.Names);
        var both = place is 2 or 3;
        var trade = both ? world.Texts.Trade(company.Trades[0]) : null;
        var joined = place < 14 ? Joined(true) : world.Ago(random.Between(150.0, DemoWorld.Days - 20));
        return new DemoPerson
        {
            Id = random.Id(joined),
            Name = $"{first} {last}",
            Email = place switch
            {
                0 => "client@demo.example",
                1 => "client.fr@demo.example",
                2 => "both@demo.example",
                3 => "both.fr@demo.example",
                _ => Email(first, last),
            },
            Language = company.Language,
            Country = company.Country,
            City = company.City,
            TimeZone = company.TimeZone,
            Currency = company.Currency,
            Speaks = world.Texts.Regions.First(r => r.Names == company.Names).Speaks,
            Joined = joined,
            Company = company,
            ClientId = random.Id(joined),
            Trade = trade,
            Speciality = trade?.Specialities[0],
            Weight = place switch
            {
                0 or 1 => 5,
                2 or 3 => 2,
                _ => 1,
            },
        };
    }

    private DemoPerson Star(string language)
    {
        var region = world.Texts.Regions.First(r => r.Language == language);
        var trade = world.Texts.Trade(language == "fr" ? "development" : "design");
        return Freelancer(
            region,
            trade,
            trade.Specialities[0],
            language == "fr" ? "freelance.fr@demo.example" : "freelancer@demo.example"
        );
    }

    private DemoPerson Freelancer(DemoRegion region, DemoTrade trade, DemoSpeciality speciality, string? email = null)
    {
        var (first, last) = Name(region.Names);
        var joined = Joined(email is not null || random.Chance(0.4));
        return new DemoPerson
        {
            Id = random.Id(joined),
            Name = $"{first} {last}",
            Email = email ?? Email(first, last),
            Language = region.Language,
            Country = region.Country,
            City = random.Of(region.Cities),
            TimeZone = region.TimeZone,
            Currency = region.Currency,
            Speaks = region.Speaks,
            Joined = joined,
            Trade = trade,
            Speciality = speciality,
            Weight = email is null ? 1 : 6,
        };
    }

    private DemoPerson Operator(string language)
    {
        var region = world.Texts.Regions.First(r => r.Language == language);
        var (first, last) = Name(region.Names);
        return new DemoPerson
        {
            Id = random.Id(world.Ago(DemoWorld.Days)),
            Name = $"{first} {last}",
            Email = language == "fr" ? "operator.fr@demo.example" : "operator@demo.example",
            Language = language,
            Country = region.Country,
            City = region.Cities[0],
            TimeZone = region.TimeZone,
            Currency = region.Currency,
            Speaks = region.Speaks,
            Joined = world.Ago(DemoWorld.Days),
            Roles = StaffRoles.Operator,
        };
    }

    /// <summary>The first ones came within three weeks, the others over the year that followed.</summary>
    private DateTime Joined(bool early) =>
        early
            ? world.Ago(DemoWorld.Days - random.Between(0.2, 20))
            : world.Ago(random.Between(20.0, DemoWorld.Days - 20));

    private (string First, string Last) Name(string group)
    {
        var from = world.Texts.Names[group];
        while (true)
        {
            var (first, last) = (random.Of(from.First), random.Of(from.Last));
            if (names.Add(first + last))
            {
                return (first, last);
            }
        }
    }

    private string Email(string first, string last)
    {
        var plain = $"{Plain(first)}.{Plain(last)}";
        for (var i = 1; ; i++)
        {
            var number = i == 1 ? "" : i.ToString(CultureInfo.InvariantCulture);
            var email = $"{plain}{number}@demo.example";
            if (emails.Add(email))
            {
                return email;
            }
        }
    }

    private static string Plain(string name) =>
        string.Concat(
            name.Normalize(NormalizationForm.FormD)
                .ToLowerInvariant()
                .Replace("ø", "o", StringComparison.Ordinal)
                .Replace("ł", "l", StringComparison.Ordinal)
                .Where(char.IsAsciiLetter)
        );
}
