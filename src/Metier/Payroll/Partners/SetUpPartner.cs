using System.Globalization;
using Metier.Contracts;
using Metier.Ledger;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payroll;

/// <summary>A partner as typed.</summary>
public sealed record PartnerTyped(string? Name, string? LegalName, string? Address, string? TaxId);

/// <summary>A price as typed; percentages as people write them, <c>18.5</c> or <c>18,5</c>.</summary>
public sealed record PriceTyped(
    string? Country,
    string? Form,
    string? Currency,
    string? Markup,
    string? Management,
    string? LowestRate,
    bool Offered
);

/// <summary>The operator sets up staffing partners: who they are, who acts for them, what they offer where.</summary>
public sealed class SetUpPartner(MetierDb db, PeopleByMail people, Checklists lists)
{
    /// <summary>Answers with the partner.</summary>
    public Task<Outcome<Guid>> CreateAsync(PartnerTyped typed, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(typed);
        return db.WriteAsync<Guid>(
            async () =>
            {
                if (!actor.May(StaffRoles.Operator))
                {
                    return Refusal.NotFound();
                }
                var wrong = new List<Refusal>();
                var name = Text(typed.Name, 80, "Form.Name", wrong);
                var legal = Text(typed.LegalName, 160, "Form.LegalName", wrong);
                var address = Text(typed.Address, 500, "Form.Address", wrong, lines: true);
                var tax = Text(typed.TaxId, 80, "Form.TaxId", wrong);
                if (wrong.Count == 0 && await db.StaffingPartners.AnyAsync(p => p.Name == name, ct))
                {
                    wrong.Add(new Refusal("name_taken", PayrollWordsText.NameTaken, "Form.Name"));
                }
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                var partner = new StaffingPartner
                {
                    Id = Ids.New(db.Clock),
                    Name = name,
                    LegalName = legal,
                    Address = address,
                    TaxId = tax,
                    CreatedAt = db.Now,
                };
                db.StaffingPartners.Add(partner);
                db.Audit(actor, "partner.created", partner.Id, new { name });
                return partner.Id;
            },
            ct
        );
    }

    /// <summary>Somebody with an account acts for the partner from now on.</summary>
    public Task<Outcome<Done>> AddPersonAsync(Guid partnerId, string? email, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (await FindAsync(partnerId, actor, ct) is null)
                {
                    return Refusal.NotFound();
                }
                if (await people.FindAsync(email, ct) is not { } member)
                {
                    return new Refusal("nobody", PayrollWordsText.NobodyWithMail, "Person.Email");
                }
                if (await db.PartnerMembers.AnyAsync(m => m.MemberId == member, ct))
                {
                    return new Refusal("has_partner", PayrollWordsText.ActsForPartner, "Person.Email");
                }
                db.PartnerMembers.Add(
                    new PartnerMember
                    {
                        MemberId = member,
                        PartnerId = partnerId,
                        Since = db.Now,
                    }
                );
                db.Audit(actor, "partner.person_added", partnerId, new { member });
                return Done.It;
            },
            ct
        );

    /// <summary>This person no longer acts for the partner.</summary>
    public Task<Outcome<Done>> RemovePersonAsync(Guid partnerId, Guid memberId, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (
                    await FindAsync(partnerId, actor, ct) is null
                    || await db.PartnerMembers.SingleOrDefaultAsync(
                        m => m.MemberId == memberId && m.PartnerId == partnerId,
                        ct
                    )
                        is not { } row
                )
                {
                    return Refusal.NotFound();
                }
                db.PartnerMembers.Remove(row);
                db.Audit(actor, "partner.person_removed", partnerId, new { memberId });
                return Done.It;
            },
            ct
        );

    /// <summary>A price from now on; what was agreed before keeps its own.</summary>
    public Task<Outcome<Done>> PriceAsync(Guid partnerId, PriceTyped typed, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(typed);
        return db.WriteAsync<Done>(
            async () =>
            {
                if (await FindAsync(partnerId, actor, ct) is null)
                {
                    return Refusal.NotFound();
                }
                var read = Read(partnerId, typed, actor);
                if (!read.Ok)
                {
                    return Outcome<Done>.From(read);
                }
                db.PayrollPrices.Add(read.Value);
                db.Audit(
                    actor,
                    "partner.price",
                    partnerId,
                    new
                    {
                        read.Value.Country,
                        read.Value.Form,
                        read.Value.Currency,
                        read.Value.MarkupPpm,
                        read.Value.ManagementPpm,
                        read.Value.LowestRateMinor,
                        read.Value.Offered,
                    }
                );
                return Done.It;
            },
            ct
        );
    }

    private Outcome<PayrollPrice> Read(Guid partnerId, PriceTyped typed, Actor actor)
    {
        var wrong = new List<Refusal>();
        var country = TypedText.Line(typed.Country);
        if (!Countries.List.Has(country))
        {
            wrong.Add(new Refusal("country", PayrollWordsText.ChooseCountry, "Price.Country"));
        }
        if (!Enum.TryParse<PayrollForm>(typed.Form, out var form) || !Enum.IsDefined(form))
        {
            wrong.Add(new Refusal("form", PayrollWordsText.ChooseForm, "Price.Form"));
        }
        else if (lists.For(form, country) is null)
        {
            wrong.Add(new Refusal("form", PayrollWordsText.NoList, "Price.Form"));
        }
        if (!Currency.TryOf(TypedText.Line(typed.Currency), out var currency))
        {
            wrong.Add(new Refusal("currency", PayrollWordsText.ChooseCurrency, "Price.Currency"));
        }
        var markup = Percent(typed.Markup, "Price.Markup", wrong);
        var management = form == PayrollForm.Portage ? Percent(typed.Management, "Price.Management", wrong) : 0;
        var lowest = 0L;
        if (currency is not null)
        {
            var reading = MoneyParser.Read(typed.LowestRate, currency, out var money);
            if (reading != MoneyReading.Read)
            {
                wrong.Add(new Refusal("amount", MoneyParser.Problem(reading, currency)!, "Price.LowestRate"));
            }
            lowest = money.Minor;
        }
        return wrong.Count > 0
            ? wrong
            : new PayrollPrice
            {
                Id = Ids.New(db.Clock),
                PartnerId = partnerId,
                Country = country,
                Form = form,
                Currency = currency!.Code,
                MarkupPpm = markup,
                ManagementPpm = management,
                LowestRateMinor = lowest,
                Offered = typed.Offered,
                From = db.Now,
                SetBy = actor.MemberId,
            };
    }

    /// <summary>Parts per million of a percentage with up to two decimals, 0 to 100.</summary>
    private static int Percent(string? typed, string field, List<Refusal> wrong)
    {
        var text = TypedText.Line(typed).Replace(',', '.').Replace("%", "", StringComparison.Ordinal).Trim();
        if (
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            && percent is >= 0 and <= 100
            && percent * 100 % 1 == 0
        )
        {
            return (int)(percent * 10_000);
        }
        wrong.Add(new Refusal("percent", PayrollWordsText.PercentWrong, field));
        return 0;
    }

    private static string Text(string? typed, int most, string field, List<Refusal> wrong, bool lines = false)
    {
        var text = lines ? (typed ?? "").Trim() : TypedText.Line(typed);
        if (text.Length == 0)
        {
            wrong.Add(new Refusal("required", PayrollWordsText.FillIn, field));
        }
        else if (text.Length > most)
        {
            wrong.Add(new Refusal("too_long", PlatformText.TooLong(most), field));
        }
        return text;
    }

    private async Task<StaffingPartner?> FindAsync(Guid id, Actor actor, CancellationToken ct) =>
        actor.May(StaffRoles.Operator) ? await db.StaffingPartners.SingleOrDefaultAsync(p => p.Id == id, ct) : null;
}
