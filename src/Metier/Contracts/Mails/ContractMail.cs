using Metier.Ledger;
using Metier.Members;
using Metier.Notifications;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Contracts;

/// <summary>Both sides of what a mail is about, by name.</summary>
internal sealed record MailSides(Guid ClientId, Guid FreelancerId, string Client, string Freelancer)
{
    public string Name(Side side) => side == Side.Client ? Client : Freelancer;
}

/// <summary>What the mails of this module have in common: who is told, why, and how money is shown in its parts.</summary>
internal sealed class ContractMail(MetierDb db, MemberViews members, Notices notices, LifetimeBilling billing)
{
    public async Task<MailSides> SidesAsync(Guid clientId, Guid freelancerId, CancellationToken ct)
    {
        var client = (await members.ClientsAsync([clientId], ct)).GetValueOrDefault(clientId);
        var freelancer = (await members.MembersAsync([freelancerId], ct)).GetValueOrDefault(freelancerId);
        return new(clientId, freelancerId, client?.Name ?? "", freelancer?.Name ?? "");
    }

    /// <summary>What a price brings the freelancer, after what these two have billed before.</summary>
    /// <param name="terms">The fees they agreed to.</param>
    /// <param name="price">The price of the work.</param>
    /// <param name="sides">The two.</param>
    /// <param name="counted">Whether the price is billed already.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<Money> NetAsync(FeeTerms terms, Money price, MailSides sides, bool counted, CancellationToken ct)
    {
        var billed = await billing.ForAsync(terms, sides.ClientId, sides.FreelancerId, ct);
        var before = counted ? Money.Max(Money.Zero(price.Currency), billed - price) : billed;
        return terms.Quote(price, before).FreelancerReceives;
    }

    public Task<Contract> ContractAsync(Guid id, CancellationToken ct) =>
        db.Contracts.AsNoTracking().SingleAsync(c => c.Id == id, ct);

    /// <summary>Tells one side, once for this occurrence.</summary>
    public Task TellAsync(
        Side side,
        string kind,
        Guid occurrence,
        MailSides sides,
        Func<MemberCard, Notice> write,
        CancellationToken ct
    )
    {
        // The same thing may be told to both sides in different words: each telling is remembered by itself.
        var once = $"{kind}.{(side == Side.Client ? "client" : "freelancer")}";
        return side == Side.Client
            ? notices.TellClientAsync(once, occurrence, sides.ClientId, p => Signed(write(p), side, sides), ct)
            : notices.TellAsync(once, occurrence, [sides.FreelancerId], p => Signed(write(p), side, sides), ct);
    }

    /// <summary>The day in the reader's zone and language.</summary>
    public static string Day(DateTime utc, MemberCard person) =>
        TimeZoneInfo
            .ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), Zones.Find(person.TimeZone))
            .ToString("d MMMM yyyy", Languages.Culture(person.Language));

    /// <summary>What the freelancer gets of a price: the price, the commission, what is left.</summary>
    public static List<(string Label, string Amount)> Parts(string label, Money price, Money net) =>
        [
            (label, Formats.Money(price)),
            (ContractMailText.Commission, Formats.Money(net - price)),
            (ContractMailText.YouReceive, Formats.Money(net)),
        ];

    private static Notice Signed(Notice notice, Side side, MailSides sides) =>
        notice with
        {
            Why =
                notice.Why
                ?? (
                    side == Side.Client
                        ? ContractMailText.WhyClient(sides.Client)
                        : ContractMailText.WhyFreelancer(sides.Client)
                ),
        };
}
