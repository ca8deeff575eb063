using System.Net;
using AngleSharp.Html.Dom;
using Metier.Contracts;
using Metier.Platform;

namespace Metier.Tests.Contracts;

/// <summary>A refused form says why beside its field and keeps what was typed, on every page of a contract.</summary>
public class ContractFormsTests
{
    private static Dictionary<string, string?> Fields(params (string Name, string? Value)[] fields) =>
        fields.ToDictionary(f => f.Name, f => f.Value);

    private static string? Typed(Page page, string name) =>
        page.Document.QuerySelector($"[name='{name}']") switch
        {
            IHtmlTextAreaElement area => area.Value,
            IHtmlSelectElement select => select.Value,
            var input => input?.GetAttribute("value"),
        };

    private static void Refused(Page page, string field, string message)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains(page.Errors, e => e.Contains(message, StringComparison.Ordinal));
        Assert.NotNull(page.Document.QuerySelector($"[name='{field}'][aria-invalid=true], [name='{field}']"));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_milestones_forms_keep_what_was_typed(Store store)
    {
        await using var scene = await ContractScene.StartAsync(store, 1000);
        using var client = await scene.Host.SignedInAsync(scene.Client);
        using var freelancer = await scene.Host.SignedInAsync(scene.Freelancer);
        var page = $"/en/contracts/{scene.Id}/milestones";
        await scene.FundAsync(1);

        var many = Enumerable.Range(0, 11).Select(i => ("files", $"{i}.txt", "x"u8.ToArray())).ToList();
        var refused = await (await freelancer.GetAsync(page)).SubmitAsync(
            "form:has([name='message'])",
            Fields(("message", "Eleven files")),
            many
        );
        Refused(refused, "files", "10 files at most");
        Assert.Equal("Eleven files", Typed(refused, "message"));
        Assert.Equal(0, await SubmissionsAsync(scene));
        refused = await (await freelancer.GetAsync(page)).SubmitAsync(
            "form:has([name='message'])",
            Fields(("message", " ")),
            [("files", "a.txt", "x"u8.ToArray())]
        );
        Refused(refused, "message", "Say what you are handing in");
        Assert.Contains(refused.Errors, e => e.Contains("Choose the files again", StringComparison.Ordinal));
        var done = await refused.SubmitAsync("form:has([name='message'])", Fields(("message", "Ten")), many.Take(10));
        Assert.True(done.Status == HttpStatusCode.OK, string.Join("; ", done.Errors) + done.Path + done.Text);
        Assert.Contains("Your work was handed in", done.Html, StringComparison.Ordinal);
        Assert.Equal(page + "?m=1", done.Path);

        refused = await (await client.GetAsync(page)).SubmitAsync(
            "form:has([name='amount'])",
            Fields(("amount", "twelve"), ("rest", "next"))
        );
        Refused(refused, "amount", "Enter an amount");
        Assert.Equal("twelve", Typed(refused, "amount"));
        Assert.True(((IHtmlInputElement)refused.Document.QuerySelector("[name=rest][value=next]")!).IsChecked);
        refused = await refused.SubmitAsync("form:has([name='amount'])", Fields(("amount", "400")));
        Refused(refused, "rest", "no next milestone");
        Assert.Equal("400", Typed(refused, "amount"));
        refused = await (await client.GetAsync(page)).SubmitAsync(
            "form:has([name='message'])",
            Fields(("message", new string('x', 4001)))
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(4001, Typed(refused, "message")!.Length);

        refused = await (await client.GetAsync(page)).SubmitAsync(
            "#propose form",
            Fields(("Form.Title", "Cover"), ("Form.Amount", "1"))
        );
        Refused(refused, "Form.Amount", "€5.00 or more");
        Assert.Equal(("Cover", "1"), (Typed(refused, "Form.Title"), Typed(refused, "Form.Amount")));
    }

    private static async Task<int> SubmissionsAsync(ContractScene scene)
    {
        var view = await scene.ViewAsync();
        return view.Milestones.Count(m => m.SubmittedAt is not null);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_stale_form_gets_an_answer_in_words(Store store)
    {
        await using var scene = await ContractScene.StartAsync(store, 1000);
        using var client = await scene.Host.SignedInAsync(scene.Client);
        var page = $"/en/contracts/{scene.Id}/milestones";
        await scene.FundAsync(1);
        var stale = await client.GetAsync(page);
        Assert.True((await scene.ReleaseAsync(1)).Ok);

        var answer = await stale.SubmitAsync("dialog form[action*='/release']");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("can’t be done with the milestone as it is now", answer.Text, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await client.PostAsync($"{page}/1/burn", new FormUrlEncodedContent(Hidden(stale)))).Status
        );
    }

    /// <summary>The token and the handler of the page's forms, as a form of one's own would carry them.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Hidden(Page page) =>
        page.Form("dialog form")
            .QuerySelectorAll("input[type=hidden]")
            .Select(i => new KeyValuePair<string, string>(i.GetAttribute("name")!, i.GetAttribute("value") ?? ""));

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Bonus_giving_back_and_ending_keep_what_was_typed(Store store)
    {
        await using var scene = await ContractScene.StartAsync(store, 1000);
        using var client = await scene.Host.SignedInAsync(scene.Client);
        using var freelancer = await scene.Host.SignedInAsync(scene.Freelancer);
        await scene.FundAsync(1);

        var bonus = await (await client.GetAsync($"/en/contracts/{scene.Id}/bonus")).SubmitAsync(
            "form:has([name='Form.Reason'])",
            Fields(("Form.Amount", "1"), ("Form.Reason", "Thanks"))
        );
        Refused(bonus, "Form.Amount", "€5.00 or more");
        Assert.Equal(("1", "Thanks"), (Typed(bonus, "Form.Amount"), Typed(bonus, "Form.Reason")));
        var broke = await ContractScene.CardAsync(scene.Host, scene.Client, "4000 0000 0000 9995");
        bonus = await bonus.SubmitAsync(
            "form:has([name='Form.Reason'])",
            Fields(("Form.Amount", "20"), ("Form.PaymentMethodId", scene.Method.ToString()))
        );
        Assert.Equal(HttpStatusCode.OK, bonus.Status);
        bonus = await (await client.GetAsync($"/en/contracts/{scene.Id}/bonus")).SubmitAsync(
            "form:has([name='Form.Reason'])",
            Fields(("Form.Amount", "30"), ("Form.Reason", "More"), ("Form.PaymentMethodId", broke.ToString()))
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, bonus.Status);
        Assert.Equal(("30", "More"), (Typed(bonus, "Form.Amount"), Typed(bonus, "Form.Reason")));
        // The next try with another card is another payment, not the refused one again.
        bonus = await bonus.SubmitAsync(
            "form:has([name='Form.Reason'])",
            Fields(("Form.PaymentMethodId", scene.Method.ToString()))
        );
        Assert.Equal(HttpStatusCode.OK, bonus.Status);
        Assert.Equal(5_000, (await scene.ViewAsync()).Released.Minor);

        var give = await (await freelancer.GetAsync($"/en/contracts/{scene.Id}/give-back")).SubmitAsync(
            "form:has([name='Form.From'])",
            Fields(("Form.From", "1"), ("Form.Amount", "5000"))
        );
        Refused(give, "Form.Amount", "no more than what is set aside");
        Assert.Equal(("1", "5000"), (Typed(give, "Form.From"), Typed(give, "Form.Amount")));

        var end = await (await client.GetAsync($"/en/contracts/{scene.Id}/end")).SubmitAsync(
            "form:has(textarea)",
            Fields(("Form.Reason", new string('y', 2001)))
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, end.Status);
        Assert.Equal(2001, Typed(end, "Form.Reason")!.Length);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_refused_card_leaves_the_milestone_payable_with_another(Store store)
    {
        await using var scene = await ContractScene.StartAsync(store, 1000);
        using var client = await scene.Host.SignedInAsync(scene.Client);
        var broke = await ContractScene.CardAsync(scene.Host, scene.Client, "4000 0000 0000 9995");
        var refused = await (await client.GetAsync($"/en/contracts/{scene.Id}/milestones")).SubmitAsync(
            "form:has([name='paymentMethodId'])",
            Fields(("paymentMethodId", broke.ToString()))
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(broke.ToString(), Typed(refused, "paymentMethodId"));
        var paid = await refused.SubmitAsync(
            "form:has([name='paymentMethodId'])",
            Fields(("paymentMethodId", scene.Method.ToString()))
        );
        Assert.True(paid.Status == HttpStatusCode.OK, string.Join("; ", paid.Errors) + paid.Path + paid.Text);
        Assert.Contains("The money is set aside", paid.Html, StringComparison.Ordinal);
        Assert.Equal(100_000, await scene.HeldAsync(1));
    }
}
