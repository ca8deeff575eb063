using Metier.Ledger;
using Metier.Notifications;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>Tells both sides that a bank has taken money back, what that means for them, and how it ended.</summary>
internal sealed class ChargebackMails(MetierDb db, Notices notices)
    : IHandle<ChargebackOpened>,
        IHandle<ChargebackClosed>
{
    public async Task HandleAsync(ChargebackOpened happened, CancellationToken ct)
    {
        var it = await OfAsync(happened.ChargebackId, ct);
        await TellAsync(
            "opened",
            happened.ChargebackId,
            happened.ClientId,
            happened.FreelancerId,
            happened.ContractId,
            () =>
                (
                    ChargebackMailText.OpenedClientSubject(Wanted(it)),
                    [
                        ChargebackMailText.OpenedClientBody(Wanted(it), PaymentWords.Memo(it.Memo)),
                        ChargebackMailText.OpenedClientMistake,
                        ChargebackMailText.Rule,
                    ]
                ),
            () =>
                (
                    ChargebackMailText.OpenedFreelancerSubject(PaymentWords.Memo(it.Memo)),
                    [
                        ChargebackMailText.OpenedFreelancerBody(Wanted(it), PaymentWords.Memo(it.Memo)),
                        ChargebackMailText.OpenedFreelancerSafe,
                        ChargebackMailText.Rule,
                    ]
                ),
            ct
        );
    }

    public async Task HandleAsync(ChargebackClosed happened, CancellationToken ct)
    {
        var it = await OfAsync(happened.ChargebackId, ct);
        await TellAsync(
            "closed",
            happened.ChargebackId,
            happened.ClientId,
            happened.FreelancerId,
            happened.ContractId,
            () => Closed(happened, it, client: true),
            () => Closed(happened, it, client: false),
            ct
        );
    }

    private static (string Subject, IReadOnlyList<string> Paragraphs) Closed(
        ChargebackClosed happened,
        Chargeback it,
        bool client
    )
    {
        var (amount, memo) = (Wanted(it), PaymentWords.Memo(it.Memo));
        if (happened.Won)
        {
            return (ChargebackMailText.WonSubject(amount), [ChargebackMailText.WonBody(memo)]);
        }
        var words = new List<string>();
        if (client)
        {
            words.Add(ChargebackMailText.LostClientBody(amount, memo));
            Add(words, happened.Debt, ChargebackMailText.LostClientDebt);
        }
        else
        {
            words.Add(ChargebackMailText.LostFreelancerBody(amount, memo));
            Add(words, happened.Taken, ChargebackMailText.LostFreelancerTaken);
            Add(words, happened.Covered, ChargebackMailText.LostFreelancerCovered);
        }
        words.Add(ChargebackMailText.Rule);
        return (ChargebackMailText.LostSubject(amount), words);
    }

    private static void Add(List<string> words, Money money, Func<string, string> say)
    {
        if (money.Minor > 0)
        {
            words.Add(say(Formats.Money(money)));
        }
    }

    private static string Wanted(Chargeback it) => ExchangeWords.Both(it.BankAmount, it.Amount);

    private Task<Chargeback> OfAsync(Guid id, CancellationToken ct) =>
        db.Chargebacks.AsNoTracking().SingleAsync(c => c.Id == id, ct);

    private async Task TellAsync(
        string what,
        Guid about,
        Guid clientId,
        Guid freelancerId,
        Guid contractId,
        Func<(string Subject, IReadOnlyList<string> Paragraphs)> client,
        Func<(string Subject, IReadOnlyList<string> Paragraphs)> freelancer,
        CancellationToken ct
    )
    {
        Notice Write(Func<(string Subject, IReadOnlyList<string> Paragraphs)> words)
        {
            var (subject, paragraphs) = words();
            return new(
                subject,
                paragraphs,
                ChargebackMailText.Look,
                $"/go/contract/{contractId}",
                Why: ChargebackMailText.Why
            );
        }
        await notices.TellClientAsync($"chargeback.{what}.client", about, clientId, _ => Write(client), ct);
        await notices.TellAsync($"chargeback.{what}", about, [freelancerId], _ => Write(freelancer), ct);
    }
}
