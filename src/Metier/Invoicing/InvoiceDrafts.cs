using Metier.Contracts;
using Metier.Ledger;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;

namespace Metier.Invoicing;

/// <summary>Puts together what a document says: the parties as of today, in the reader's language.</summary>
public sealed class InvoiceDrafts(
    MemberViews members,
    ContractViews contracts,
    InstanceOptions instance,
    TimeProvider clock
)
{
    /// <summary>The two parties and the words for their contract.</summary>
    public async Task<InvoiceParties> PartiesAsync(
        Guid clientId,
        Guid freelancerId,
        Guid contractId,
        Guid subjectId,
        CancellationToken ct
    )
    {
        var client = (await members.ClientsAsync([clientId], ct))[clientId];
        var team = await members.TeamOfAsync(clientId, ct);
        var freelancer = (await members.MembersAsync([freelancerId], ct))[freelancerId];
        var names = await contracts.NamesAsync(contractId, subjectId, ct);
        return new InvoiceParties(client, team[0].Language, freelancer, names.Contract, names.Subject);
    }

    /// <summary>The operator's invoice to the client for a charge.</summary>
    public InvoiceDraft Charge(InvoiceParties p, string key, ChargeSettled charge, bool held)
    {
        using var language = new InLanguage(p.ClientLanguage);
        var (amount, fee, contractId) = (charge.Amount, charge.ProcessingFee, charge.ContractId);
        var exchanged = charge is { Paid: { } paid, Rate: { } rate }
            ? InvoiceText.Exchanged(ExchangeWords.Paid(paid, rate))
            : null;
        return new InvoiceDraft(
            key,
            null,
            "M",
            p.Client.Id,
            null,
            contractId,
            amount.Currency,
            p.ClientLanguage,
            new InvoiceContent(
                InvoiceKind.Charge,
                Operator(),
                Party(p.Client),
                Today(),
                p.Contract,
                [new InvoiceLine(InvoiceText.LinePaymentFee, fee.Minor)],
                [
                    new InvoiceLine(
                        held
                            ? InvoiceText.LineSetAside(p.Subject ?? p.Contract)
                            : InvoiceText.LinePassedOn(p.Subject ?? p.Contract, p.Freelancer.Name),
                        amount.Minor
                    ),
                ],
                fee.Minor,
                amount.Minor + fee.Minor,
                null,
                false,
                exchanged
            )
        );
    }

    /// <summary>The freelancer's invoice to the client for work, written by the platform in the freelancer's name.</summary>
    public InvoiceDraft Work(
        InvoiceParties p,
        string key,
        Guid contractId,
        Money gross,
        IReadOnlyList<InvoiceLine>? lines = null
    )
    {
        using var language = new InLanguage(p.ClientLanguage);
        return new InvoiceDraft(
            key,
            p.Freelancer.Id,
            Prefix(p.Freelancer),
            p.Client.Id,
            p.Freelancer.Id,
            contractId,
            gross.Currency,
            p.ClientLanguage,
            new InvoiceContent(
                InvoiceKind.Work,
                Party(p.Freelancer),
                Party(p.Client),
                Today(),
                p.Contract,
                lines ?? [new InvoiceLine(p.Subject ?? p.Contract, gross.Minor)],
                [],
                gross.Minor,
                gross.Minor,
                null,
                true
            )
        );
    }

    /// <summary>The operator's invoice to the freelancer for its commission.</summary>
    public InvoiceDraft Commission(InvoiceParties p, string key, Guid contractId, Money fee)
    {
        using var language = new InLanguage(p.Freelancer.Language);
        return new InvoiceDraft(
            key,
            null,
            "M",
            null,
            p.Freelancer.Id,
            contractId,
            fee.Currency,
            p.Freelancer.Language,
            new InvoiceContent(
                InvoiceKind.Commission,
                Operator(),
                Party(p.Freelancer),
                Today(),
                p.Contract,
                [new InvoiceLine(InvoiceText.LineCommission(p.Subject ?? p.Contract), fee.Minor)],
                [],
                fee.Minor,
                fee.Minor,
                null,
                false
            )
        );
    }

    /// <summary>A credit note: what the operator or the freelancer takes back. Amounts are printed negative.</summary>
    public InvoiceDraft Credit(
        InvoiceParties p,
        string key,
        Guid contractId,
        Money amount,
        InvoiceKind of,
        string? corrects
    )
    {
        var toClient = of != InvoiceKind.Commission;
        var byFreelancer = of == InvoiceKind.Work;
        var written = toClient ? p.ClientLanguage : p.Freelancer.Language;
        using var language = new InLanguage(written);
        var line = of switch
        {
            InvoiceKind.Charge => InvoiceText.LinePaymentFee,
            InvoiceKind.Commission => InvoiceText.LineCommission(p.Subject ?? p.Contract),
            _ => p.Subject ?? p.Contract,
        };
        return new InvoiceDraft(
            key,
            byFreelancer ? p.Freelancer.Id : null,
            byFreelancer ? Prefix(p.Freelancer) : "M",
            toClient ? p.Client.Id : null,
            of == InvoiceKind.Charge ? null : p.Freelancer.Id,
            contractId,
            amount.Currency,
            written,
            new InvoiceContent(
                InvoiceKind.CreditNote,
                byFreelancer ? Party(p.Freelancer) : Operator(),
                toClient ? Party(p.Client) : Party(p.Freelancer),
                Today(),
                p.Contract,
                [new InvoiceLine(line, -amount.Minor)],
                [],
                -amount.Minor,
                null,
                corrects,
                byFreelancer
            )
        );
    }

    /// <summary>A client as it is printed today, for documents of modules to the right.</summary>
    public static InvoiceParty Buyer(ClientCard client) => Party(client);

    private DateOnly Today() => DateOnly.FromDateTime(clock.UtcNow());

    /// <summary>Initials and the end of the id: short, and never shared by two freelancers of an instance in practice; the series itself is by id.</summary>
    private static string Prefix(MemberCard freelancer)
    {
        var initials = string.Concat(
            freelancer
                .Name.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Take(2)
                .Select(w => char.ToUpperInvariant(w[0]))
                .Where(char.IsAsciiLetter)
        );
        return initials + freelancer.Id.ToString("N")[^6..].ToUpperInvariant();
    }

    private InvoiceParty Operator() =>
        new(instance.OperatorName, [.. Lines(instance.OperatorAddress), .. Lines(instance.OperatorTaxId)]);

    private static InvoiceParty Party(ClientCard client) =>
        new(
            client.LegalName.Length > 0 ? client.LegalName : client.Name,
            [
                .. Lines(client.Address.Length > 0 ? client.Address : client.City),
                .. Lines(client.Country),
                .. Lines(client.TaxId),
            ]
        );

    private static InvoiceParty Party(MemberCard member) => new(member.Name, [.. Lines(member.Country)]);

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Who deals with whom about what.</summary>
public sealed record InvoiceParties(
    ClientCard Client,
    string ClientLanguage,
    MemberCard Freelancer,
    string Contract,
    string? Subject
);
