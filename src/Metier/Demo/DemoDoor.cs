using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Demo;

/// <summary>Which side of the marketplace somebody shows.</summary>
public enum DemoPart
{
    /// <summary>Hires.</summary>
    Client,

    /// <summary>Works.</summary>
    Freelancer,

    /// <summary>Does both.</summary>
    Both,

    /// <summary>Runs the instance.</summary>
    Operator,
}

/// <summary>Somebody to sign in as, and that the demo was finished.</summary>
internal sealed class DemoDoor
{
    public Guid MemberId { get; init; }
    public DemoPart Part { get; init; }
    public int Position { get; init; }

    public static IEnumerable<DemoDoor> Of(DemoWorld world)
    {
        var position = 0;
        foreach (var language in Languages.All)
        {
            var client = world.Clients.First(c => c.Language == language);
            var both = world.Clients.First(c => c.Language == language && c.Trade is not null);
            var works = world.Freelancers.First(f => f.Language == language && f.Company is null);
            var runs = world.Staff.First(s => s.Language == language);
            (DemoPerson, DemoPart)[] people =
            [
                (client, DemoPart.Client),
                (works, DemoPart.Freelancer),
                (both, DemoPart.Both),
                (runs, DemoPart.Operator),
            ];
            foreach (var (person, part) in people)
            {
                yield return new DemoDoor
                {
                    MemberId = person.Id,
                    Part = part,
                    Position = position++,
                };
            }
        }
    }
}

/// <summary>Somebody to sign in as.</summary>
public sealed record DemoGuide(DemoPart Part, string Name, string Email, string Language);

/// <summary>Who one can sign in as in a demo.</summary>
public sealed class DemoViews(MetierDb db, InstanceOptions instance)
{
    /// <summary>Everybody's password in a demo.</summary>
    public const string Password = DemoPeople.Password;

    /// <summary>In the order to show them; empty when this is not a demo.</summary>
    public async Task<List<DemoGuide>> PeopleAsync(CancellationToken ct) =>
        instance.Sandbox
            ? await (
                from d in db.Set<DemoDoor>().AsNoTracking()
                join m in db.Set<Member>() on d.MemberId equals m.Id
                orderby d.Position
                select new DemoGuide(d.Part, m.Name, m.Email!, m.Language)
            ).ToListAsync(ct)
            : [];
}
