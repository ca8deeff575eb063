using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Metier.Contracts;
using Metier.Diary;
using Metier.Platform;
using Metier.Tests.Contracts;

namespace Metier.Tests.Diary;

/// <summary>The timer's page, consent and devices over HTTP, and what the page's script sends.</summary>
public sealed class TimePagesTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Before_the_first_start_the_page_says_what_the_client_will_see(Store store)
    {
        await using var scene = await DiaryScene.StartAsync(store, consent: null);
        using var browser = await scene.Host.SignedInAsync(scene.Freelancer);
        var time = await browser.GetAsync("/fr/temps");
        Assert.Equal(
            $"/fr/temps/accord/{scene.Contract}",
            time.Document.QuerySelector("option[data-consent]")!.GetAttribute("data-consent")
        );
        var page = await browser.GetAsync($"/fr/temps/accord/{scene.Contract}");
        Assert.Contains("Ce que Ada Client Ltd verra", page.Text);
        Assert.Contains("Les frappes et les clics sont comptés, jamais lus.", page.Text);
        Assert.Contains("90 jours", page.Text);
        Assert.Equal(4, page.Document.QuerySelectorAll("button[name='Form.Level']").Length);

        var agreed = await page.SubmitAsync("button[name='Form.Level'][value=FullDiary]");
        Assert.Equal($"/fr/temps?contract={scene.Contract}", agreed.Path);
        Assert.Empty(agreed.Document.QuerySelectorAll("option[data-consent]"));

        // Lower at any time, take back, and what the script starts afterwards is refused.
        var again = await browser.GetAsync($"/fr/temps/accord/{scene.Contract}");
        Assert.NotNull(again.Document.QuerySelector("button[value=FullDiary][disabled]"));
        var lower = await again.SubmitAsync("button[name='Form.Level'][value=Activity]");
        Assert.Contains("Activité : en vigueur", lower.Text);
        Assert.DoesNotContain("comptés, jamais lus", lower.Text);
        var withdrawn = await lower.SubmitAsync("form:has(input[value=withdraw])");
        Assert.Contains("Accepter ", withdrawn.Text);
        var refused = await PostAsync(browser, withdrawn, "/api/time/start", Start(scene));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal("consent_missing", (await Json(refused)).GetProperty("code").GetString());
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_pages_script_starts_sends_minutes_and_an_image_and_stops(Store store)
    {
        await using var scene = await DiaryScene.StartAsync(store);
        using var browser = await scene.Host.SignedInAsync(scene.Freelancer);
        var page = await browser.GetAsync("/fr/temps");
        // Without the page's own token nothing is taken.
        using var bare = await browser.Http.PostAsJsonAsync("/api/time/start", Start(scene));
        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);
        var lease = await Json(await PostAsync(browser, page, "/api/time/start", Start(scene)));
        Assert.Equal(3, lease.GetProperty("level").GetInt32());
        var id = lease.GetProperty("leaseId").GetGuid();

        var running = await browser.GetAsync("/fr/temps");
        Assert.NotNull(running.Document.QuerySelector($"[data-running='{id}']"));
        Assert.Contains("Il tourne dans une page de votre navigateur", running.Text);

        scene.Go(DiaryScene.At("09:03"));
        var bytes = DiaryScene.Picture(1);
        var sha = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        var upload = new SegmentUpload(
            id,
            [new(0, true, null, null, null, DiaryScene.Memo), new(1, false, null, null, null, DiaryScene.Memo)],
            new ScreenshotNote(DiaryTime.At(DiaryScene.At("09:01")), "kept", sha),
            scene.Host.Now
        );
        var path = $"{scene.Contract}/20261123T0900Z";
        var answer = await Json(
            await SendAsync(browser, page, HttpMethod.Put, $"/api/time/segments/{path}", JsonContent.Create(upload))
        );
        Assert.Equal(2, answer.GetProperty("accepted").GetArrayLength());
        Assert.True(answer.GetProperty("wantsImage").GetBoolean());
        using var image = await SendAsync(
            browser,
            page,
            HttpMethod.Put,
            $"/api/time/images/{path}/{sha}",
            new ByteArrayContent(bytes)
        );
        Assert.Equal(HttpStatusCode.NoContent, image.StatusCode);
        using var large = await SendAsync(
            browser,
            page,
            HttpMethod.Put,
            $"/api/time/images/{path}/{sha}",
            new ByteArrayContent(new byte[400_000])
        );
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        using var odd = await SendAsync(
            browser,
            page,
            HttpMethod.Put,
            $"/api/time/segments/{scene.Contract}/20261123T0905Z",
            JsonContent.Create(upload)
        );
        Assert.Equal(HttpStatusCode.NotFound, odd.StatusCode);

        // Stopping and other words work by plain forms too.
        var words = await running.SubmitAsync(
            "form:has(#running-memo)",
            new Dictionary<string, string?> { ["Form.Memo"] = "Reading the log" }
        );
        Assert.Equal("Reading the log", words.Document.QuerySelector("#running-memo")!.GetAttribute("value"));
        var stopped = await words.SubmitAsync("form:has(input[value=stop])");
        Assert.Empty(stopped.Document.QuerySelectorAll("[data-running]"));
        Assert.Contains("2\u00A0min", stopped.Document.QuerySelector("[data-week]")!.TextContent);
        Assert.Single(stopped.Document.QuerySelectorAll("img.last-shot[src]"));
        var blurred = await stopped.SubmitAsync("form:has(input[value=blur])");
        Assert.Empty(blurred.Document.QuerySelectorAll("form:has(input[value=blur]):not([hidden])"));
        Assert.Equal(ScreenshotState.Blurred, (await scene.SegmentAsync(DiaryScene.At("09:00"))).Screenshot);
        // Deleting leads to the diary, where the way back is.
        var deleted = await blurred.SubmitAsync("#delete-last form");
        Assert.Equal($"/fr/contrats/{scene.Contract}/journal?d=2026-11-23", deleted.Path);
        Assert.Single(deleted.Document.QuerySelectorAll("[data-undo]"));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_bar_leads_to_the_timer_and_shows_the_one_that_runs(Store store)
    {
        await using var scene = await DiaryScene.StartAsync(store);
        var other = await scene.Host.MemberAsync("Max Fixed", freelancer: true);
        using var browser = await scene.Host.SignedInAsync(scene.Freelancer);
        var idle = await browser.GetAsync("/fr/messages");
        // In the phone's five tabs and in the account's menu; without anything that runs there is no chip.
        Assert.Single(idle.Document.QuerySelectorAll(".tabbar a[href='/fr/temps']"));
        Assert.Equal(5, idle.Document.QuerySelectorAll(".tabbar a").Length);
        Assert.Single(idle.Document.QuerySelectorAll(".bar .menu a[href='/fr/temps']"));
        Assert.Single(idle.Document.QuerySelectorAll("[data-timer-chip]"));
        Assert.Empty(idle.Document.QuerySelectorAll("[data-timer-chip] a"));

        var lease = await scene.StartAsync();
        scene.Go(DiaryScene.At("09:25"));
        await scene.TrackAsync(lease, DiaryScene.At("09:00"), DiaryScene.At("09:25"));
        var chip = (await browser.GetAsync("/fr/messages")).Document.QuerySelector("[data-timer-chip] a")!;
        Assert.Equal("/fr/temps", chip.GetAttribute("href"));
        Assert.Contains("25\u00A0min", chip.TextContent);
        Assert.Contains("API rebuild", chip.TextContent);
        // The script asks for it alone when it hears that the diary changed.
        using var alone = await browser.Http.GetAsync("/fr/time/chip");
        Assert.Contains("/fr/temps", await alone.Content.ReadAsStringAsync());
        Assert.True(alone.Headers.CacheControl!.NoStore);
        ContractScenes.Sure(await scene.StopAsync(lease));
        Assert.Empty((await browser.GetAsync("/fr/messages")).Document.QuerySelectorAll("[data-timer-chip] a"));

        // Nobody without hourly work sees any of it.
        foreach (var one in (Actor[])[other, scene.Client])
        {
            using var stranger = await scene.Host.SignedInAsync(one);
            var page = await stranger.GetAsync("/en/messages");
            Assert.Empty(page.Document.QuerySelectorAll("[data-timer-chip], a[href='/en/time']"));
            Assert.Equal(5, page.Document.QuerySelectorAll(".tabbar a").Length);
        }
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_device_is_paired_by_its_code_and_revoked(Store store)
    {
        await using var scene = await DiaryScene.StartAsync(store);
        using var browser = await scene.Host.SignedInAsync(scene.Freelancer);
        var begun = ContractScenes.Sure(
            await scene.Do<PairDevice, Outcome<PairingBegun>>(u => u.BeginAsync(Asked(), default))
        );
        var page = await browser.GetAsync("/fr/temps/appareils");
        var wrong = await page.SubmitAsync(
            "form:has([name='Find.Code'])",
            new Dictionary<string, string?> { ["Find.Code"] = "AAAA-AAAA" }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        var found = await wrong.SubmitAsync(
            "form:has([name='Find.Code'])",
            new Dictionary<string, string?>
            {
                ["Find.Code"] = begun.Code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal),
            }
        );
        Assert.Contains("Associer studio-pc", found.Text);
        Assert.Contains(begun.Code, found.Text);
        var paired = await found.SubmitAsync("form:has(input[value=confirm])");
        Assert.Contains("studio-pc", paired.Document.QuerySelector("ul.list")!.TextContent);
        var revoked = await paired.SubmitAsync("#revoke-0 form");
        Assert.Empty(revoked.Document.QuerySelectorAll("ul.list"));

        // The address the program prints names the code; opening it pairs nothing yet, and a refusal is final.
        var second = ContractScenes.Sure(
            await scene.Do<PairDevice, Outcome<PairingBegun>>(u => u.BeginAsync(Asked(), default))
        );
        var opened = await browser.GetAsync($"/go/time-devices?code={second.Code}");
        Assert.Empty(opened.Document.QuerySelectorAll("ul.list"));
        var refused = await opened.SubmitAsync("form:has(input[value=refuse])");
        Assert.Empty(refused.Document.QuerySelectorAll("ul.list"));
        Assert.Contains(
            "Aucun appareil n’attend",
            (await browser.GetAsync($"/go/time-devices?code={second.Code}")).Text
        );
    }

    private static PairingAsked Asked()
    {
        using var key = System.Security.Cryptography.ECDsa.Create(
            System.Security.Cryptography.ECCurve.NamedCurves.nistP256
        );
        return new PairingAsked(
            "studio-pc",
            "linux-x11",
            Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()),
            "1.0"
        );
    }

    private static StartAsked Start(DiaryScene scene) =>
        new(Guid.CreateVersion7(), scene.Contract, DiaryScene.Memo, scene.Host.Now);

    private static Task<HttpResponseMessage> PostAsync<T>(Browser browser, Page page, string path, T body) =>
        SendAsync(browser, page, HttpMethod.Post, path, JsonContent.Create(body));

    private static async Task<HttpResponseMessage> SendAsync(
        Browser browser,
        Page page,
        HttpMethod method,
        string path,
        HttpContent content
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add(
            "RequestVerificationToken",
            page.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")
        );
        return await browser.Http.SendAsync(request);
    }

    private static async Task<JsonElement> Json(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>())!;
}
