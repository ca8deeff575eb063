using System.Net;

namespace Metier.Tests.Members;

/// <summary>A client's card and invoice address.</summary>
public class CompanyTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_owner_changes_the_details_and_a_stale_page_loses_nothing(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var owner = await host.MemberAsync("Ada Owner", client: true);
        using var browser = await host.SignedInAsync(owner);
        var first = await browser.GetAsync("/en/settings/company");
        var stale = await browser.GetAsync("/en/settings/company");
        var saved = await first.SubmitAsync(
            "form.form",
            new Dictionary<string, string?>
            {
                ["Form.Name"] = "Atelier <i>Nord</i>",
                ["Form.Website"] = "atelier-nord.example",
                ["Form.Address"] = "1 rue des Forges\r\n69001 Lyon",
            }
        );
        Assert.Equal(HttpStatusCode.OK, saved.Status);
        Assert.DoesNotContain("<i>Nord", saved.Html, StringComparison.Ordinal);
        Assert.Equal(
            "https://atelier-nord.example/",
            saved.Document.QuerySelector("[name='Form.Website']")!.GetAttribute("value")
        );

        var late = await stale.SubmitAsync(
            "form.form",
            new Dictionary<string, string?> { ["Form.Name"] = "Other name" }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Contains("Somebody else has changed", late.Text, StringComparison.Ordinal);
        Assert.Equal("Other name", late.Document.QuerySelector("[name='Form.Name']")!.GetAttribute("value"));

        var wrong = await saved.SubmitAsync(
            "form.form",
            new Dictionary<string, string?> { ["Form.Name"] = " ", ["Form.Website"] = "javascript:alert(1)" }
        );
        Assert.Equal(
            2,
            wrong.Document.QuerySelectorAll(".field .err, .err").Select(e => e.TextContent).Distinct().Count()
        );
        Assert.Equal(
            "javascript:alert(1)",
            wrong.Document.QuerySelector("[name='Form.Website']")!.GetAttribute("value")
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Who_does_not_hire_has_no_such_page(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        using var browser = await host.SignedInAsync(await host.MemberAsync("Fay Lance", freelancer: true));
        Assert.Contains(
            "account-needs",
            (await browser.GetAsync("/en/settings/company")).Path,
            StringComparison.Ordinal
        );
    }
}
