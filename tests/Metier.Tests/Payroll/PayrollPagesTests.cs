using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Metier.Contracts;
using Metier.Payroll;
using Metier.Platform;
using Metier.Tests.Contracts;
using Metier.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Payroll;

/// <summary>Payroll through the real pages and forms, from the operator's set-up to the partner's payout; and who sees nothing of it.</summary>
public sealed class PayrollPagesTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    private static Dictionary<string, string?> Fields(params (string Name, string? Value)[] fields) =>
        fields.ToDictionary(f => f.Name, f => f.Value);

    private static string Plain(Page page) => page.Text.Replace('\u00A0', ' ').Replace('\u202F', ' ');

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_operator_sets_up_a_partner_and_its_prices(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var olga = await host.MemberAsync("Olga Operator", roles: StaffRoles.Operator);
        var pat = await host.MemberAsync("Pat Palier", freelancer: true);
        using var staff = await host.SignedInAsync(olga);
        var page = await staff.GetAsync("/en/admin/partners");
        var wrong = await page.SubmitAsync("form:has([name='Form.LegalName'])", Fields(("Form.Name", "Palier")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        var made = await wrong.SubmitAsync(
            "form:has([name='Form.LegalName'])",
            Fields(("Form.LegalName", "Palier SAS"), ("Form.Address", "Paris"), ("Form.TaxId", "552 100 554"))
        );
        Assert.Contains("Palier SAS", made.Text, StringComparison.Ordinal);
        var refused = await made.SubmitAsync(
            "form:has([name='Price.Markup'])",
            Fields(
                ("Price.Country", "US"),
                ("Price.Form", "Portage"),
                ("Price.Markup", "101"),
                ("Price.LowestRate", "1")
            )
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains(refused.Errors, e => e.Contains("no onboarding list", StringComparison.Ordinal));
        Assert.Contains(refused.Errors, e => e.Contains("0 to 100", StringComparison.Ordinal));
        var priced = await refused.SubmitAsync(
            "form:has([name='Price.Markup'])",
            Fields(
                ("Price.Country", "FR"),
                ("Price.Form", "Employer"),
                ("Price.Currency", "EUR"),
                ("Price.Markup", "18,5"),
                ("Price.Management", ""),
                ("Price.LowestRate", "15")
            )
        );
        Assert.Contains("18.5%", Plain(priced), StringComparison.Ordinal);
        var nobody = await priced.SubmitAsync(
            "form:has([name='Person.Email'])",
            Fields(("Person.Email", "x@y.example"))
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nobody.Status);
        var added = await nobody.SubmitAsync("form:has([name='Person.Email'])", Fields(("Person.Email", pat.Email)));
        Assert.Contains("Pat Palier", added.Text, StringComparison.Ordinal);
        using var partner = await host.SignedInAsync(pat);
        Assert.Contains("Contracts of Palier", (await partner.GetAsync("/en/partner")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await partner.GetAsync("/en/admin/partners")).Status);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task From_the_clients_choice_to_the_last_item_of_the_list(Store store)
    {
        await using var scene = await PayrollScene.StartAsync(store);
        var host = scene.Host;
        var proposal = await host.HourlyProposalAsync(scene.Client, scene.Freelancer);
        var typed = new OfferTyped("API rebuild", "Endpoints and tests.", null, [], HourlyScenes.Terms);
        var offer = ContractScenes.Sure(
            await scene.Do<SaveOffer, Guid>(u => u.RunAsync(proposal, typed, scene.Client, Ct))
        );
        using var client = await host.SignedInAsync(scene.Client);
        using var freelancer = await host.SignedInAsync(scene.Freelancer);
        using var partner = await host.SignedInAsync(scene.Pat);

        var choose = await client.GetAsync($"/en/offers/{offer}/payroll");
        Assert.Contains(
            "Portage salarial: management fee 7.5% within the rate",
            Plain(choose),
            StringComparison.Ordinal
        );
        var price = (await scene.ChoicesAsync()).Single(c => c.Price.Form == PayrollForm.Employer).Price.Id;
        var chosen = await choose.SubmitAsync(
            "form:has([name='Form.Price'])",
            Fields(("Form.Price", price.ToString()))
        );
        // 62.00 + 18.5 % = 73.47, and 2.75 % of that.
        Assert.Contains("€11.47", Plain(chosen), StringComparison.Ordinal);
        Assert.Contains("€75.49", Plain(chosen), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await freelancer.GetAsync($"/fr/offres/{offer}")).Status);
        await chosen.SubmitAsync("button.btn.lg");

        // Both sides see the same price before anyone commits.
        var seen = await freelancer.GetAsync($"/fr/offres/{offer}");
        Assert.Contains("75,49 €", Plain(seen), StringComparison.Ordinal);
        Assert.Contains("Marge du partenaire", seen.Text, StringComparison.Ordinal);
        var accepted = await seen.SubmitAsync("button.btn.lg");
        var contract = Guid.Parse(accepted.Path.Split('/')[^1].Split('?')[0]);
        await host.SettleAsync();

        // The client reads the list and ticks nothing; each side has its own forms.
        var read = await client.GetAsync($"/en/contracts/{contract}/payroll");
        Assert.Contains("Declaration before hiring", read.Text, StringComparison.Ordinal);
        Assert.Null(read.Document.QuerySelector("[name='Form.Code']"));
        var mine = await freelancer.GetAsync($"/fr/contrats/{contract}/emploi");
        Assert.Equal(3, mine.Document.QuerySelectorAll("main [name='Form.Code']").Length);
        while (mine.Document.QuerySelector("main [name='Form.Code']") is { } open)
        {
            mine = await mine.SubmitAsync($"form:has([name='Form.Code'][value='{open.GetAttribute("value")}'])");
            Assert.Equal(HttpStatusCode.OK, mine.Status);
        }
        var theirs = await partner.GetAsync($"/en/partner/contracts/{contract}");
        var empty = await theirs.SubmitAsync("form:has([name='Form.Code'][value='dpae'])");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        theirs = await partner.GetAsync($"/en/partner/contracts/{contract}");
        while (theirs.Document.QuerySelector("main [name='Form.Code']") is { } open)
        {
            theirs = await theirs.SubmitAsync(
                $"form:has([name='Form.Code'][value='{open.GetAttribute("value")}'])",
                Fields(("Form.Evidence", "No. 4711"))
            );
            Assert.Equal(HttpStatusCode.OK, theirs.Status);
        }
        Assert.Contains("Active", theirs.Text, StringComparison.Ordinal);
        await host.SettleAsync();
        Assert.Contains((await host.MailsAsync()).Select(m => m.Subject), s => s == "Hours can be logged: API rebuild");

        // Evidence is between partner and employee.
        Assert.DoesNotContain(
            "4711",
            (await client.GetAsync($"/en/contracts/{contract}/payroll")).Html,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "4711",
            (await freelancer.GetAsync($"/fr/contrats/{contract}/emploi")).Html,
            StringComparison.Ordinal
        );
        await StrangersAsync(scene, contract, offer);
    }

    /// <summary>Another partner, another client and the contract's own people each find nothing where nothing is theirs.</summary>
    private static async Task StrangersAsync(PayrollScene scene, Guid contract, Guid offer)
    {
        var quy = await scene.Host.MemberAsync("Quy Other", freelancer: true);
        await scene.PartnerAsync("Quai", quy);
        using var other = await scene.Host.SignedInAsync(quy);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/en/partner")).Status);
        Assert.DoesNotContain("API rebuild", (await other.GetAsync("/en/partner")).Html, StringComparison.Ordinal);
        foreach (
            var path in new[]
            {
                $"/en/partner/contracts/{contract}",
                $"/en/contracts/{contract}/payroll",
                $"/en/contracts/{contract}",
            }
        )
        {
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(path)).Status);
        }
        using var client = await scene.Host.SignedInAsync(scene.Client);
        foreach (
            var path in new[]
            {
                "/en/partner",
                "/en/partner/results",
                "/en/partner/payouts",
                "/en/partner/access",
                "/en/partner/hours.csv",
                $"/en/partner/contracts/{contract}",
            }
        )
        {
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path)).Status);
        }
        using var stranger = await scene.Host.SignedInAsync(await scene.Host.MemberAsync("Max Other", client: true));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/en/offers/{offer}/payroll")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/en/contracts/{contract}/payroll")).Status);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Hours_go_out_results_come_in_and_the_partner_is_paid(Store store)
    {
        await using var scene = await PayrollScene.RunningAsync(store);
        await scene.BillAsync();
        using var partner = await scene.Host.SignedInAsync(scene.Pat);
        var csv = await partner.Http.GetStringAsync("/en/partner/hours.csv");
        Assert.Contains($"{scene.Contract},2026-11-23,1,600,62.00,620.00,EUR,,", csv, StringComparison.Ordinal);

        // A wrong row: it is named, and nothing comes in.
        var results = await partner.GetAsync("/en/partner/results");
        var bad = await results.SubmitAsync(
            "form[enctype]",
            files:
            [
                (
                    "Form.File",
                    "november.csv",
                    PayrollScene.Csv(scene.Result("P-1", "650.00"), scene.Result("P-2", "1234.5.0"))
                ),
            ]
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, bad.Status);
        Assert.Contains(bad.Errors, e => e.StartsWith("Row 3: employer_cost", StringComparison.Ordinal));
        Assert.Equal(PayrollWeekState.NoResult, (await scene.WeekAsync()).State);
        for (var i = 0; i < 2; i++)
        {
            var good = await (await partner.GetAsync("/en/partner/results")).SubmitAsync(
                "form[enctype]",
                files: [("Form.File", "november.csv", PayrollScene.Csv(scene.Result("P-1", "650.00")))]
            );
            Assert.Contains(i == 0 ? "1 new, 0 known" : "0 new, 1 known", good.Html, StringComparison.Ordinal);
        }

        // The difference waits for finance.
        using var staff = await scene.Host.SignedInAsync(scene.Staff);
        var list = await staff.GetAsync("/en/admin/payroll-weeks?state=Differs");
        Assert.Contains("+€30.00", Plain(list), StringComparison.Ordinal);
        var week = await staff.GetAsync($"/en/admin/payroll-weeks/{scene.Week}");
        var explained = await week.SubmitAsync("form:has([name='Form.Seen'])", Fields(("Form.Reason", "Holiday pay")));
        Assert.Contains("Holiday pay", explained.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await partner.GetAsync("/en/admin/payroll-weeks")).Status);

        var payouts = await partner.GetAsync("/en/partner/payouts");
        Assert.Contains("Pay out €734.70", Plain(payouts), StringComparison.Ordinal);
        var asked = await payouts.SubmitAsync("form:has([name='Form.PayoutMethodId'])");
        Assert.Contains("on its way", asked.Html, StringComparison.Ordinal);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(7));
        Assert.Equal(0, await scene.OwedAsync());
        await scene.BooksBalanceAsync();

        // The client has the partner's invoice, the employee has none.
        using var client = await scene.Host.SignedInAsync(scene.Client);
        Assert.Contains(
            "Payroll partner",
            (await client.GetAsync("/en/money/invoices")).Text,
            StringComparison.Ordinal
        );
        Assert.Contains("€114.70", Plain(await client.GetAsync($"/en/weeks/{scene.Week}")), StringComparison.Ordinal);
        using var employee = await scene.Host.SignedInAsync(scene.Freelancer);
        Assert.Equal(HttpStatusCode.OK, (await employee.GetAsync($"/fr/semaines/{scene.Week}")).Status);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_program_takes_hours_and_brings_results_with_its_token(Store store)
    {
        await using var scene = await PayrollScene.RunningAsync(store);
        await scene.BillAsync();
        using var partner = await scene.Host.SignedInAsync(scene.Pat);
        var made = await (await partner.GetAsync("/en/partner/access")).SubmitAsync(
            "form:has([name='Form.Name'])",
            Fields(("Form.Name", "Payroll run"))
        );
        var token = System.Text.RegularExpressions.Regex.Match(made.Html, "mpt_[0-9a-f]{44}").Value;
        Assert.Equal(PartnerTokens.Length, token.Length);
        Assert.DoesNotContain(token, (await partner.GetAsync("/en/partner/access")).Html, StringComparison.Ordinal);

        using var program = scene.Host.Visitor();
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.Http.GetAsync("/api/partner/hours")).StatusCode);
        program.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var hours = await program.Http.GetFromJsonAsync<JsonElement>("/api/partner/hours");
        var line = hours.GetProperty("lines")[0];
        Assert.Equal(600, line.GetProperty("minutes").GetInt32());
        Assert.Equal("620.00", line.GetProperty("amount").GetString());
        var next = hours.GetProperty("next").GetString();
        var later = await program.Http.GetFromJsonAsync<JsonElement>($"/api/partner/hours?after={next}");
        Assert.Equal(0, later.GetProperty("lines").GetArrayLength());

        var wrong = await PostAsync(program, scene.Result("P-1", "620.00", currency: "USD"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal("row/2", wrong.Body.GetProperty("errors")[0].GetProperty("field").GetString());
        Assert.Equal(
            1,
            (await PostAsync(program, scene.Result("P-1", "620.00"))).Body.GetProperty("imported").GetInt32()
        );
        Assert.Equal(1, (await PostAsync(program, scene.Result("P-1", "620.00"))).Body.GetProperty("known").GetInt32());

        await (await partner.GetAsync("/en/partner/access")).SubmitAsync("form:has([name='Form.Id'])");
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.Http.GetAsync("/api/partner/hours")).StatusCode);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(Browser program, ResultTyped row)
    {
        using var content = JsonContent.Create(new[] { row }, options: JsonSerializerOptions.Web);
        await content.LoadIntoBufferAsync();
        var answer = await program.Http.PostAsync("/api/partner/results", content);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
