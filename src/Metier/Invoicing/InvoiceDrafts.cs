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
    LegalIdentities identities,
    InvoicingMandates mandates,
    InvoiceLaw law,
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
        return new InvoiceParties(client, team[0].Language, freelancer, names.Contract, names.Subject)
        {
            SubjectId = subjectId == contractId ? null : subjectId,
            ClientLegal = await identities.ClientAsync(clientId, ct),
            FreelancerLegal = await identities.FreelancerAsync(freelancerId, ct),
            Mandate = await mandates.OfAsync(freelancerId, ct),
        };
    }

    /// <summary>The operator's invoice to the client for a charge.</summary>
    public InvoiceDraft Charge(InvoiceParties p, string key, ChargeSettled charge, bool held)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(charge);
        using var language = new InLanguage(p.ClientLanguage);
        var (amount, fee) = (charge.Amount, charge.ProcessingFee);
        var what = p.Subject ?? p.Contract;
        var content = Content(InvoiceKind.Charge, p, [new InvoiceLine(InvoiceText.LinePaymentFee, fee.Minor)]) with
        {
            Passed =
            [
                new InvoiceLine(
                    held ? InvoiceText.LineSetAside(what) : InvoiceText.LinePassedOn(what, p.Freelancer.Name),
                    amount.Minor
                ),
            ],
            PaidMinor = amount.Minor + fee.Minor,
            Exchanged = charge is { Paid: { } paid, Rate: { } rate }
                ? InvoiceText.Exchanged(ExchangeWords.Paid(paid, rate))
                : null,
        };
        return law.Complete(FromOperator(p, key, charge.ContractId, amount.Currency, content, toClient: true), null);
    }

    /// <summary>
    /// The freelancer's invoice to the client for work, written by the platform in the freelancer's name. Without their mandate it
    /// is a record of the payment, and the freelancer invoices.
    /// </summary>
    public InvoiceDraft Work(
        InvoiceParties p,
        string key,
        Guid contractId,
        Money gross,
        IReadOnlyList<InvoiceLine>? lines = null,
        (DateOnly From, DateOnly To)? period = null
    )
    {
        ArgumentNullException.ThrowIfNull(p);
        using var language = new InLanguage(p.ClientLanguage);
        var content = Content(
            InvoiceKind.Work,
            p,
            lines ?? [new InvoiceLine(p.Subject ?? p.Contract, gross.Minor)]
        ) with
        {
            PeriodFrom = period?.From,
            PeriodTo = period?.To,
        };
        return law.Complete(FromFreelancer(p, key, contractId, gross.Currency, content, p.Mandate is null), null);
    }

    /// <summary>The operator's invoice to the freelancer for its commission.</summary>
    public InvoiceDraft Commission(InvoiceParties p, string key, Guid contractId, Money fee)
    {
        ArgumentNullException.ThrowIfNull(p);
        using var language = new InLanguage(p.Freelancer.Language);
        var line = new InvoiceLine(InvoiceText.LineCommission(p.Subject ?? p.Contract), fee.Minor);
        var content = Content(InvoiceKind.Commission, p, [line]);
        return law.Complete(FromOperator(p, key, contractId, fee.Currency, content, toClient: false), null);
    }

    /// <summary>A credit note: what the operator or the freelancer takes back of a document. Amounts are printed negative.</summary>
    internal InvoiceDraft Credit(InvoiceParties p, string key, Guid contractId, CreditPart part, InvoiceKind of)
    {
        var toClient = of != InvoiceKind.Commission;
        using var language = new InLanguage(toClient ? p.ClientLanguage : p.Freelancer.Language);
        var line = of switch
        {
            InvoiceKind.Charge => InvoiceText.LinePaymentFee,
            InvoiceKind.Commission => InvoiceText.LineCommission(p.Subject ?? p.Contract),
            _ => p.Subject ?? p.Contract,
        };
        var content = Content(InvoiceKind.CreditNote, p, [new InvoiceLine(line, -part.Amount.Minor)]) with
        {
            PaidMinor = null,
            Corrects = part.Original?.Number,
            CorrectsKind = of,
            CorrectsIssued = part.Original is { } o ? DateOnly.FromDateTime(o.IssuedAt) : null,
        };
        var record = part.Content?.IsRecord ?? p.Mandate is null;
        var draft =
            of == InvoiceKind.Work
                ? FromFreelancer(p, key, contractId, part.Amount.Currency, content, record)
                : FromOperator(p, key, contractId, part.Amount.Currency, content, toClient);
        return law.Complete(draft with { CorrectsId = part.Original?.Id }, part);
    }

    /// <summary>A client as it is printed today, for documents of modules to the right.</summary>
    public async Task<InvoiceParty> BuyerAsync(Guid clientId, CancellationToken ct) =>
        InvoiceLaw.Printed(await identities.ClientAsync(clientId, ct));

    /// <summary>Who issues it and whom it is for follow from the caller; the sums are those of the lines.</summary>
    private InvoiceContent Content(InvoiceKind kind, InvoiceParties p, IReadOnlyList<InvoiceLine> lines)
    {
        var nobody = new InvoiceParty("", []);
        var total = lines.Sum(l => l.AmountMinor);
        var today = DateOnly.FromDateTime(clock.UtcNow());
        return new InvoiceContent(kind, nobody, nobody, today, p.Contract, lines, [], total, total, null, false);
    }

    private InvoiceDraft FromOperator(
        InvoiceParties p,
        string key,
        Guid contractId,
        Currency currency,
        InvoiceContent content,
        bool toClient
    ) =>
        new(
            key,
            null,
            "M",
            toClient ? p.Client.Id : null,
            toClient && content.Kind == InvoiceKind.Charge || content.CorrectsKind == InvoiceKind.Charge
                ? null
                : p.Freelancer.Id,
            contractId,
            currency,
            toClient ? p.ClientLanguage : p.Freelancer.Language,
            content with
            {
                Seller = identities.Operator,
                BuyerParty = toClient ? p.ClientLegal : p.FreelancerLegal,
            }
        )
        {
            SubjectId = p.SubjectId,
        };

    private static InvoiceDraft FromFreelancer(
        InvoiceParties p,
        string key,
        Guid contractId,
        Currency currency,
        InvoiceContent content,
        bool isRecord
    ) =>
        new(
            key,
            p.Freelancer.Id,
            (isRecord ? "R-" : "") + Prefix(p.Freelancer),
            p.Client.Id,
            p.Freelancer.Id,
            contractId,
            currency,
            p.ClientLanguage,
            content with
            {
                Seller = p.FreelancerLegal,
                BuyerParty = p.ClientLegal,
                IssuedByPlatform = true,
                IsRecord = isRecord,
                MandateId = isRecord ? null : p.Mandate?.Id,
                MandateOf = isRecord || p.Mandate is null ? null : DateOnly.FromDateTime(p.Mandate.AcceptedAt),
            }
        )
        {
            SubjectId = p.SubjectId,
        };

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
}

/// <summary>Who deals with whom about what.</summary>
public sealed record InvoiceParties(
    ClientCard Client,
    string ClientLanguage,
    MemberCard Freelancer,
    string Contract,
    string? Subject
)
{
    /// <summary>The milestone, week or bonus.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>The client for the law.</summary>
    public required LegalParty ClientLegal { get; init; }

    /// <summary>The freelancer for the law.</summary>
    public required LegalParty FreelancerLegal { get; init; }

    /// <summary>The freelancer's mandate to invoice in their name, or null.</summary>
    public InvoicingMandate? Mandate { get; init; }
}
