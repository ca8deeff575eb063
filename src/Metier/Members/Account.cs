using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Members;

/// <summary>A person begins to hire or to work as well.</summary>
public sealed class AddSide(MetierDb db, InstanceOptions instance)
{
    /// <summary>Adds the side and puts its hat on; quiet when they have it.</summary>
    public Task<Outcome<Done>> RunAsync(
        Hat side,
        string? company,
        string? currency,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var member = await db.Members.SingleAsync(m => m.Id == actor.MemberId, ct);
                if (side == Hat.Freelancer)
                {
                    member.IsFreelancer = true;
                }
                else if (!await db.ClientMembers.AnyAsync(c => c.MemberId == member.Id, ct))
                {
                    if (!string.IsNullOrEmpty(currency) && !Currency.TryOf(currency, out _))
                    {
                        return new Refusal("currency", MemberRefusalText.ChooseCurrency, "Form.Currency");
                    }
                    ClientMaking.Add(
                        db,
                        member,
                        company,
                        string.IsNullOrEmpty(currency) ? instance.Currency : currency
                    );
                }
                member.Hat = side;
                db.Audit(actor, "member.side_added", member.Id, new { side });
                return Done.It;
            },
            ct
        );
}

/// <summary>The facts of an account that its owner may change freely.</summary>
public sealed record AccountInput(string? Name, string? Language, string? TimeZone, string? Country);

/// <summary>Name, language, time zone, country.</summary>
public sealed class SaveAccount(MetierDb db)
{
    /// <summary>All that is wrong at once.</summary>
    public Task<Outcome<Done>> RunAsync(AccountInput input, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var wrong = new List<Refusal>();
                var name = (input.Name ?? "").Trim();
                if (name.Length is 0 or > Member.LongestName || name.Any(char.IsControl))
                {
                    wrong.Add(new Refusal("name", MemberRefusalText.EnterName, "Form.Name"));
                }
                if (!Languages.All.Contains(input.Language ?? ""))
                {
                    wrong.Add(new Refusal("language", MemberRefusalText.ChooseLanguage, "Form.Language"));
                }
                if (TimeZones.Known(input.TimeZone) is null)
                {
                    wrong.Add(new Refusal("time_zone", MemberRefusalText.ChooseTimeZone, "Form.TimeZone"));
                }
                if (!Countries.List.Has(input.Country))
                {
                    wrong.Add(new Refusal("country", MemberRefusalText.ChooseCountry, "Form.Country"));
                }
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                var member = await db.Members.SingleAsync(m => m.Id == actor.MemberId, ct);
                (member.Name, member.Language, member.TimeZone, member.Country) = (
                    name,
                    input.Language!,
                    input.TimeZone!,
                    input.Country!
                );
                db.Audit(actor, "member.account_saved", member.Id);
                return Done.It;
            },
            ct
        );
}
