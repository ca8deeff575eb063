using System.Net;
using Metier.Platform;
using Metier.Tax;
using Microsoft.EntityFrameworkCore;
using static Metier.Tests.Payments.PaymentsWorld;
using static Metier.Tests.Tax.TaxScene;

namespace Metier.Tests.Tax;

[Trait("storage", "both")]
public class TaxFormTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_US_person_withdraws_once_the_W9_is_signed_on_the_page(Store store)
    {
        await using var scene = await TaxScene.StartAsync(store);
        var method = await scene.RichAsync(1_000);
        Assert.Equal("w9_missing", Assert.Single((await scene.World.WithdrawAsync(method, Eur(500))).Refusals).Code);

        using var browser = await scene.Host.SignedInAsync(scene.Freelancer);
        var tax = await browser.GetAsync("/en/money/tax");
        Assert.Contains("sign form W-9 before your first withdrawal", tax.Text, StringComparison.Ordinal);
        var form = await browser.GetAsync("/en/money/tax/sign/w-9");
        var empty = await form.SubmitAsync("form.form", new Dictionary<string, string?> { ["name"] = "" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        var filled = W9();
        filled["signature"] = "zoé  FREE lance";
        var signed = await form.SubmitAsync("form.form", filled);
        Assert.StartsWith("/en/money/tax/forms/", signed.Path, StringComparison.Ordinal);
        Assert.Contains("•••• 6789", signed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("12345", signed.Html, StringComparison.Ordinal);

        var pdf = await browser.Http.GetAsync("/tax/forms/" + signed.Path.Split('/')[^1] + "/pdf");
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType!.MediaType);
        Assert.True((await scene.World.WithdrawAsync(method, Eur(500))).Ok);
        await scene.Host.SettleAsync();
        Assert.Single(await scene.Host.MailsAsync(), m => m.Subject == "You signed a tax form");
        Assert.Equal(TaxState.Complete, await scene.StateAsync());
        await scene.World.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_was_signed_is_frozen_hashed_and_its_number_unreadable(Store store)
    {
        await using var scene = await TaxScene.StartAsync(store);
        var id = Sure(await scene.SignAsync("w-9", W9()));
        var row = await scene.World.Do<MetierDb, TaxForm>(db => db.Set<TaxForm>().SingleAsync());
        Assert.Equal(("192.0.2.7", "2024-03", 64), (row.Ip, row.FormVersion, row.Sha256.Length));
        Assert.DoesNotContain("123456789", row.Content + row.ProtectedTin, StringComparison.Ordinal);
        Assert.DoesNotContain("123-45-6789", row.Content, StringComparison.Ordinal);
        foreach (var sql in new[] { "UPDATE tax_form SET \"SignedName\" = 'x'", "DELETE FROM tax_form" })
        {
            await Assert.ThrowsAnyAsync<Exception>(() =>
                scene.World.Do<MetierDb, int>(db => db.Database.ExecuteSqlRawAsync(sql))
            );
        }
        // Its signer sees it; nobody else does, staff neither.
        using var mine = await scene.Host.SignedInAsync(scene.Freelancer);
        Assert.Equal(HttpStatusCode.OK, (await mine.GetAsync($"/fr/argent/impots/formulaires/{id}")).Status);
        var stranger = await scene.Host.MemberAsync("Eve Other", freelancer: true, roles: StaffRoles.Operator);
        using var theirs = await scene.Host.SignedInAsync(stranger);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync($"/en/money/tax/forms/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync($"/tax/forms/{id}/pdf")).Status);
        var person = await theirs.GetAsync($"/en/admin/people/{scene.Freelancer.MemberId}");
        Assert.Contains("United States · Complete", person.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("•••• 6789", person.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("w-9", "tin", "000-45-6789", "tin_wrong")]
    [InlineData("w-9", "tin", "", "answer_missing")]
    [InlineData("w-9", "certify_us", "", "not_certified")]
    [InlineData("w-9", "name", "Ada Client", "name_other")]
    [InlineData("w-9", "classification", "king", "answer_missing")]
    [InlineData("w-8ben", "citizenship", "US", "us_citizen")]
    [InlineData("w-8ben", "country", "US", "us_residence")]
    [InlineData("w-8ben", "tin", "30 23 217 600 054", "tin_wrong")]
    [InlineData("w-8ben", "tin", "", "answer_missing")]
    [InlineData("w-8ben", "birth_date", "31/12/1985", "date_wrong")]
    [InlineData("w-8ben", "birth_date", "2085-01-01", "date_wrong")]
    [InlineData("w-8ben", "services", "", "answer_missing")]
    public async Task A_form_that_is_not_right_is_refused_beside_its_line(
        string form,
        string line,
        string typed,
        string code
    )
    {
        await using var scene = await TaxScene.StartAsync(Store.Sqlite, form == "w-9" ? "US" : "FR");
        var values = form == "w-9" ? W9() : W8Ben();
        values[line] = typed;
        var refused = await scene.SignAsync(form, values);
        Assert.Contains(refused.Refusals, r => r.Code == code && r.Field == line);
        Assert.Equal(0, await scene.World.Do<MetierDb, int>(db => db.Set<TaxForm>().CountAsync()));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Nobody_signs_for_somebody_else_or_with_another_name(Store store)
    {
        await using var scene = await TaxScene.StartAsync(store);
        var other = Assert.Single((await scene.SignAsync("w-9", W9(), "Ada Client")).Refusals);
        Assert.Equal(("signature_other", "signature"), (other.Code, other.Field));
        Assert.Contains("Zoe Free-Lance", other.Message, StringComparison.Ordinal);
        Assert.Equal("signature_missing", Assert.Single((await scene.SignAsync("w-9", W9(), "")).Refusals).Code);
        // Somebody else is signed in by now in the browser where the form was opened.
        var eve = await scene.Host.MemberAsync("Eve Other", freelancer: true, roles: StaffRoles.Operator);
        var wrong = await scene.SignAsync("w-9", W9(), "Zoe Free-Lance", eve, scene.Freelancer);
        Assert.Equal("not_yours", Assert.Single(wrong.Refusals).Code);
        using var browser = await scene.Host.SignedInAsync(eve);
        var page = await browser.GetAsync("/en/money/tax/sign/w-9");
        var values = W9();
        values["signature"] = "Zoe Free-Lance";
        values["member"] = scene.Freelancer.MemberId.ToString("D");
        var posted = await page.SubmitAsync("form.form", values);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, posted.Status);
        Assert.Contains("opened for another account", posted.Text, StringComparison.Ordinal);
        // A client's team has no forms at all.
        using var client = await scene.Host.SignedInAsync(scene.World.Client);
        Assert.NotEqual("/en/money/tax", (await client.GetAsync("/en/money/tax")).Path);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_W8_ends_with_the_third_following_year_and_its_signer_hears_of_it_before(Store store)
    {
        await using var scene = await TaxScene.StartAsync(store, "FR");
        Sure(await scene.SaveAsync("FR", French()));
        Sure(await scene.SignAsync("w-8ben", W8Ben()));
        var row = await scene.World.Do<MetierDb, TaxForm>(db => db.Set<TaxForm>().SingleAsync());
        Assert.Equal(new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc), row.ValidUntil);
        await scene.Host.AdvanceAsync(new DateTime(2029, 12, 1, 0, 0, 0, DateTimeKind.Utc) - scene.Host.Now);
        Assert.Single(await scene.Host.MailsAsync(), m => m.Subject == "Your tax form ends on 31 December 2029");
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(40));
        Assert.Single(await scene.Host.MailsAsync(), m => m.Subject == "Your tax form has ended");
        var end = await scene.World.Do<MetierDb, TaxFormEnd>(db => db.Set<TaxFormEnd>().SingleAsync());
        Assert.Equal(FormEnd.Expired, end.Why);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_change_of_circumstances_ends_the_form_it_makes_untrue(Store store)
    {
        await using var scene = await TaxScene.StartAsync(store, "FR");
        Sure(await scene.SaveAsync("FR", French()));
        Sure(await scene.SignAsync("w-8ben", W8Ben()));
        var moved = French();
        moved["work_country"] = "US";
        Sure(await scene.SaveAsync("FR", moved));
        var end = await scene.World.Do<MetierDb, TaxFormEnd>(db => db.Set<TaxFormEnd>().SingleAsync());
        Assert.Equal(FormEnd.Changed, end.Why);
        Sure(await scene.SignAsync("w-8ben", W8Ben("inside")));
        var became = French();
        became["us_person"] = "true";
        Sure(await scene.SaveAsync("FR", became));
        Assert.Equal(2, await scene.World.Do<MetierDb, int>(db => db.Set<TaxFormEnd>().CountAsync()));
        Sure(await scene.SignAsync("w-9", W9()));
        Sure(await scene.SignAsync("w-9", W9(tin: "912-70-1234")));
        using var browser = await scene.Host.SignedInAsync(scene.Freelancer);
        var page = await browser.GetAsync("/en/money/tax");
        Assert.Contains("Replaced", page.Text, StringComparison.Ordinal);
        Assert.Contains("Not true any more", page.Text, StringComparison.Ordinal);
        Assert.Contains("In force", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_asks_what_the_country_needs_and_says_when_there_is_no_pack()
    {
        await using var scene = await TaxScene.StartAsync(Store.Sqlite, "JP");
        using var browser = await scene.Host.SignedInAsync(scene.Freelancer);
        var japan = await browser.GetAsync("/en/money/tax");
        Assert.Contains("There is no country pack for Japan here", japan.Text, StringComparison.Ordinal);
        Assert.Null(japan.Document.QuerySelector("input[name=birth_date]"));
        var france = await browser.GetAsync("/fr/argent/impots?country=FR&kind=person");
        Assert.NotNull(france.Document.QuerySelector("input[name=birth_date]"));
        var wrong = French("30 23 217 600 054");
        wrong["birth_date"] = "never";
        var refused = await france.SubmitAsync("form.form", wrong);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(2, refused.Document.QuerySelectorAll(".field .err").Length);
        Assert.Contains("30 23 217 600 054", refused.Html, StringComparison.Ordinal);
        var saved = await refused.SubmitAsync("form.form", French());
        Assert.Equal("/fr/argent/impots", saved.Path);
        Assert.Contains("•••• 0053", saved.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("3023217", saved.Html.Replace(" ", ""), StringComparison.Ordinal);
        // The number may be left out from now on.
        var again = await saved.SubmitAsync("form.form", new Dictionary<string, string?> { ["city"] = "Paris" });
        Assert.Equal("/fr/argent/impots", again.Path);
        var profile = await scene.World.Do<MetierDb, TaxProfile>(db => db.Set<TaxProfile>().SingleAsync());
        Assert.Equal((TaxState.Complete, "0053"), (profile.State, profile.TinLast4));
        Assert.DoesNotContain("Paris", profile.ProtectedAnswers!, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Who_stays_silent_is_asked_reminded_twice_and_then_waits_for_their_money(Store store)
    {
        await using var scene = await TaxScene.StartAsync(store, "FR");
        var method = await scene.RichAsync(1_000);
        Assert.Equal(TaxState.Asked, await scene.StateAsync());
        Assert.True((await scene.World.WithdrawAsync(method, Eur(100))).Ok);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(25));
        Assert.Equal(TaxState.RemindedOnce, await scene.StateAsync());
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(15));
        Assert.Equal(TaxState.RemindedTwice, await scene.StateAsync());
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(15));
        Assert.Equal(TaxState.Blocked, await scene.StateAsync());
        Assert.Equal("tax_blocked", Assert.Single((await scene.World.WithdrawAsync(method, Eur(100))).Refusals).Code);
        var mails = (await scene.Host.MailsAsync()).Where(m => m.ToAddress == scene.Freelancer.Email).ToList();
        Assert.Single(mails, m => m.Subject == "We need your tax details");
        Assert.Equal(2, mails.Count(m => m.Subject == "Your tax details are still missing"));
        Assert.Single(mails, m => m.Subject == "Payouts wait for your tax details");

        using var finance = await scene.Host.SignedInAsync(scene.One);
        Assert.Contains(
            "Zoe Free-Lance",
            (await finance.GetAsync("/en/admin/tax?state=Blocked")).Text,
            StringComparison.Ordinal
        );
        Sure(await scene.SaveAsync("FR", French()));
        Assert.Equal(TaxState.Complete, await scene.StateAsync());
        Assert.True((await scene.World.WithdrawAsync(method, Eur(100))).Ok);
    }
}
