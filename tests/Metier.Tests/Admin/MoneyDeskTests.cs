using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Admin;

/// <summary>The pages of finance: what is held, reconciliation, adjustments, months; and the public proof of funds.</summary>
[Trait("storage", "both")]
public class MoneyDeskTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Finance_sees_what_is_held_and_that_it_looked_is_written_down(Store store)
    {
        await using var scene = await AdminScene.StartAsync(store);
        using var browser = await scene.Host.SignedInAsync(scene.Operator);
        var held = await browser.GetAsync("/en/admin/ledger/held");
        Assert.Matches("somebody decides|silence releases it|silence gives it back", held.Text);
        Assert.Contains("€", held.Text, StringComparison.Ordinal);
        foreach (var why in Enum.GetValues<HeldFor>())
        {
            Assert.Equal(
                System.Net.HttpStatusCode.OK,
                (await browser.GetAsync($"/fr/gestion/comptes/fonds-retenus?why={why}")).Status
            );
        }
        var looks = await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>().Set<AuditEntry>().CountAsync(a => a.Action == "held.viewed")
        );
        Assert.Equal(1, looks);
        var journal = await browser.Http.GetStringAsync("/admin/ledger.journal", TestContext.Current.CancellationToken);
        Assert.StartsWith("decimal-mark .", journal, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Books_are_compared_at_a_press_and_everybody_sees_the_proof(Store store)
    {
        await using var scene = await AdminScene.StartAsync(store);
        using var browser = await scene.Host.SignedInAsync(scene.Operator);
        var page = await (await browser.GetAsync("/en/admin/ledger/reconciliation")).SubmitAsync("main form");
        Assert.Contains("The books were compared.", page.Html, StringComparison.Ordinal);
        Assert.Contains("No difference.", page.Text, StringComparison.Ordinal);
        using var visitor = scene.Host.Visitor();
        var proof = await visitor.GetAsync("/en/proof-of-funds");
        Assert.Contains("Everything that is held is there", proof.Text, StringComparison.Ordinal);
        var french = await visitor.GetAsync("/fr/preuve-des-fonds");
        Assert.Contains("Tout ce qui est détenu est disponible", french.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_adjustment_is_proposed_on_a_page_and_its_proposer_has_no_button_to_approve(Store store)
    {
        await using var scene = await AdminScene.StartAsync(store);
        using var browser = await scene.Host.SignedInAsync(scene.Operator);
        var form = await browser.GetAsync("/en/admin/ledger/adjustments");
        var wrong = await form.SubmitAsync(
            "#propose form",
            new Dictionary<string, string?>
            {
                ["Amount"] = "12",
                ["DebitCode"] = "no:EUR",
                ["CreditCode"] = "no:EUR",
                ["Reason"] = "Found at the month’s end",
            }
        );
        Assert.Contains("There is no such account.", wrong.Text, StringComparison.Ordinal);
        var done = await wrong.SubmitAsync(
            "#propose form",
            new Dictionary<string, string?>
            {
                ["DebitCode"] = LedgerAccount.Chargeback(Currency.Eur).Code,
                ["CreditCode"] = LedgerAccount.ProviderPending("sandbox", Currency.Eur).Code,
            }
        );
        Assert.Contains("Another person of finance approves it.", done.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Approve and post", done.Text, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await browser.GetAsync("/en/admin/ledger/months")).Status);
    }
}
