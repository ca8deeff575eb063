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
        var memo = await MemoAsync(happened.ChargebackId, ct);
        var amount = happened.Amount;
        await TellAsync(
            "opened",
            happened.ChargebackId,
            happened.ClientId,
            happened.FreelancerId,
            happened.ContractId,
            () =>
                (
                    ChargebackMailText.OpenedClientSubject(Formats.Money(amount)),
                    [
                        ChargebackMailText.OpenedClientBody(Formats.Money(amount), PaymentWords.Memo(memo)),
                        ChargebackMailText.OpenedClientMistake,
                        ChargebackMailText.Rule,
                    ]
                ),
            () =>
                (
                    ChargebackMailText.OpenedFreelancerSubject(PaymentWords.Memo(memo)),
                    [
                        ChargebackMailText.OpenedFreelancerBody(Formats.Money(amount), PaymentWords.Memo(memo)),
                        ChargebackMailText.OpenedFreelancerSafe,
                        ChargebackMailText.Rule,
                    ]
                ),
            ct
        );
    }

    public async Task HandleAsync(ChargebackClosed happened, CancellationToken ct)
    {
        var memo = await MemoAsync(happened.ChargebackId, ct);
        await TellAsync(
            "closed",
            happened.ChargebackId,
            happened.ClientId,
            happened.FreelancerId,
            happened.ContractId,
            () => Closed(happened, PaymentWords.Memo(memo), client: true),
            () => Closed(happened, PaymentWords.Memo(memo), client: false),
            ct
        );
    }

    private static (string Subject, IReadOnlyList<string> Paragraphs) Closed(
        ChargebackClosed happened,
        string memo,
        bool client
    )
    {
        var amount = Formats.Money(happened.Amount);
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

    private Task<string> MemoAsync(Guid id, CancellationToken ct) =>
        db.Chargebacks.Where(c => c.Id == id).Select(c => c.Memo).SingleAsync(ct);

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
