using System.Net;
using Metier.Contracts;
using Metier.Diary;
using Metier.Platform;
using Metier.Tests.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Diary;

/// <summary>The diary over HTTP as a browser without script sees it: a day, what can be done with it, both sides.</summary>
public sealed class DiaryPagesTests
{
    private const string Day = "?d=2026-11-23";

    /// <summary>Twenty minutes from 09:00 to 09:20 with screenshots, and half an hour by hand; the clock stands at 12:00.</summary>
    private static async Task<DiaryScene> DayAsync(Store store)
    {
        var scene = await DiaryScene.StartAsync(store);
        var lease = await scene.StartAsync();
        scene.Go(DiaryScene.At("09:25"));
        await scene.ShootAsync(lease, DiaryScene.At("09:00"));
        await scene.ShootAsync(lease, DiaryScene.At("09:10"));
        ContractScenes.Sure(await scene.StopAsync(lease));
        scene.Go(DiaryScene.At("12:00"));
        ContractScenes.Sure(await scene.ByHandAsync("10:00", "10:30"));
        return scene;
    }

    private static string Path(DiaryScene scene, string rest = "") => $"/fr/contrats/{scene.Contract}/journal{rest}";

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_day_shows_its_hours_segments_memos_and_sums_in_the_readers_clock(Store store)
    {
        await using var scene = await DayAsync(store);
        using var browser = await scene.Host.SignedInAsync(scene.Freelancer);
        var page = await browser.GetAsync(Path(scene));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        // Paris is an hour ahead: 09:00 UTC is 10:00.
        Assert.Equal(["10:00", "11:00"], page.Document.QuerySelectorAll(".hr").Select(h => h.TextContent));
        Assert.Equal(5, page.Document.QuerySelectorAll(".slot[data-slot]").Length);
        Assert.Equal(7, page.Document.QuerySelectorAll(".slot.none").Length);
        Assert.Equal(2, page.Document.QuerySelectorAll(".slot img").Length);
        Assert.Equal(3, page.Document.QuerySelectorAll(".slot.man").Length);
        Assert.Contains(DiaryScene.Memo, page.Text);
        Assert.Contains("Whiteboard with Jeanne (ajouté à la main)", page.Text);
        Assert.Contains("0\u00A0h\u00A050", page.Document.QuerySelector("[data-stats]")!.TextContent);
        Assert.Contains("51,67\u00A0€", page.Document.QuerySelector("[data-stats]")!.TextContent);
        var label = page.Document.QuerySelector(".slot a")!.GetAttribute("aria-label")!;
        Assert.Contains("10:00, 10 minutes actives sur 10", label);
        Assert.Contains("couvert par la protection", label);

        var utc = await browser.GetAsync(Path(scene, Day + "&z=utc"));
        Assert.Equal(["09:00", "10:00"], utc.Document.QuerySelectorAll(".hr").Select(h => h.TextContent));
        // The images are behind signed links.
        var image = page.Document.QuerySelector(".slot img")!.GetAttribute("src")!;
        using var bytes = await browser.Http.GetAsync(image);
        Assert.Equal("image/webp", bytes.Content.Headers.ContentType!.MediaType);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Time_is_deleted_after_a_question_that_names_minutes_and_money_and_comes_back_within_ten_seconds(
        Store store
    )
    {
        await using var scene = await DayAsync(store);
        using var browser = await scene.Host.SignedInAsync(scene.Freelancer);
        var (first, second) = (DiaryScene.At("09:00"), DiaryScene.At("09:10"));
        var asked = await browser.GetAsync(Path(scene, $"{Day}&s={first}&s={second}&do=delete"));
        Assert.Equal(2, asked.Document.QuerySelectorAll("input[name=s][checked]").Length);
        var confirm = asked.Document.QuerySelector("[data-confirm]")!;
        Assert.Contains("Supprimer 20\u00A0min\u202F?", confirm.TextContent);
        Assert.Contains("20,67\u00A0€", confirm.TextContent);

        var done = await asked.SubmitAsync("[data-confirm] form");
        Assert.Equal(Path(scene, Day), done.Path);
        Assert.Contains("20\u00A0min supprimées", done.Document.QuerySelector("[data-undo]")!.TextContent);
        Assert.Equal("10", done.Document.QuerySelector("[data-undo]")!.GetAttribute("data-undo"));
        Assert.Equal(2, done.Document.QuerySelectorAll(".slot.gone").Length);
        Assert.Contains("31,00\u00A0€", done.Document.QuerySelector("[data-stats]")!.TextContent);

        var back = await done.SubmitAsync("[data-undo] form");
        Assert.Empty(back.Document.QuerySelectorAll(".slot.gone"));
        Assert.Contains("51,67\u00A0€", back.Document.QuerySelector("[data-stats]")!.TextContent);
        Assert.Contains("rétablies", back.Text);

        // Ten seconds later there is no way back, and the old page's button says so.
        var again = await (await browser.GetAsync(Path(scene, $"{Day}&s={first}&do=delete"))).SubmitAsync(
            "[data-confirm] form"
        );
        scene.Host.Clock.Advance(TimeSpan.FromSeconds(11));
        var late = await again.SubmitAsync("[data-undo] form");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.NotEmpty(late.Document.QuerySelectorAll("#error-summary"));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_memo_is_changed_and_screenshots_blurred_and_both_sides_read_that(Store store)
    {
        await using var scene = await DayAsync(store);
        using var browser = await scene.Host.SignedInAsync(scene.Freelancer);
        var first = DiaryScene.At("09:00");
        var ask = await browser.GetAsync(Path(scene, $"{Day}&s={first}&do=memo"));
        var wrong = await ask.SubmitAsync(
            "[data-confirm] form",
            new Dictionary<string, string?> { ["Form.Memo"] = "ab" }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal("ab", wrong.Document.QuerySelector("[name='Form.Memo']")!.GetAttribute("value"));
        Assert.NotEmpty(wrong.Errors);
        var right = await wrong.SubmitAsync(
            "[data-confirm] form",
            new Dictionary<string, string?> { ["Form.Memo"] = "Rounding of /invoices" }
        );
        Assert.Contains("Rounding of /invoices", right.Text);

        var blur = await browser.GetAsync(Path(scene, $"{Day}&s={first}&do=blur"));
        var blurred = await blur.SubmitAsync("[data-confirm] form");
        Assert.Single(blurred.Document.QuerySelectorAll(".slot.blur"));
        Assert.Contains("Floutée", blurred.Document.QuerySelector(".slot.blur")!.TextContent);
        Assert.Contains("non couvert", blurred.Document.QuerySelector(".slot.blur a")!.GetAttribute("aria-label")!);

        using var client = await scene.Host.SignedInAsync(scene.Client);
        var seen = await client.GetAsync($"/en/contracts/{scene.Contract}/diary{Day}&z=utc");
        Assert.Contains("09:00–09:10: screenshot blurred", seen.Text);
        Assert.Contains($"it was: {DiaryScene.Memo}", seen.Text);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_client_sees_the_same_day_can_change_nothing_and_can_ask(Store store)
    {
        await using var scene = await DayAsync(store);
        using var browser = await scene.Host.SignedInAsync(scene.Client);
        var page = await browser.GetAsync($"/en/contracts/{scene.Contract}/diary{Day}");
        Assert.Equal(5, page.Document.QuerySelectorAll(".slot[data-slot]").Length);
        Assert.Empty(page.Document.QuerySelectorAll("input[name=s], [data-do], a[href*='/add'], a[href*='/time?']"));
        Assert.Contains("€51.67", page.Document.QuerySelector("[data-stats]")!.TextContent);
        // A form made by hand is answered as if the diary were not there.
        var forged = await page.Browser.GetAsync(
            $"/en/contracts/{scene.Contract}/diary{Day}&s={DiaryScene.At("09:00")}&do=delete"
        );
        Assert.Empty(forged.Document.QuerySelectorAll("[data-confirm]"));

        var segment = await browser.GetAsync(page.Document.QuerySelector(".slot a")!.GetAttribute("href")!);
        Assert.Equal(10, segment.Document.QuerySelectorAll("tbody tr").Length);
        Assert.Contains("120 keys", segment.Text);
        Assert.Contains("Covered by payment protection", segment.Text);
        Assert.Empty(segment.Document.QuerySelectorAll("[name='Form.Memo'], .btn.danger"));
        var short_ = await segment.SubmitAsync("#ask", new Dictionary<string, string?> { ["Form.Question"] = "?" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, short_.Status);
        var room = await short_.SubmitAsync(
            "#ask",
            new Dictionary<string, string?> { ["Form.Question"] = "What was the failing test about?" }
        );
        Assert.StartsWith("/en/messages/", room.Path, StringComparison.Ordinal);
        Assert.Contains("What was the failing test about?", room.Text);
        Assert.NotNull(room.Document.QuerySelector($"a[href*='{scene.Contract}/diary/20261123T0900Z']"));

        // What the freelancer is shown as "what your client can see" is this very page.
        using var own = await scene.Host.SignedInAsync(scene.Freelancer);
        var mirrored = await own.GetAsync(Path(scene, Day + "&as=client"));
        Assert.Empty(mirrored.Document.QuerySelectorAll("input[name=s], [data-do]"));
        Assert.Equal(5, mirrored.Document.QuerySelectorAll(".slot[data-slot]").Length);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Strangers_find_nothing_and_a_locked_week_only_shows(Store store)
    {
        await using var scene = await DayAsync(store);
        using var stranger = await scene.Host.SignedInAsync(
            await scene.Host.MemberAsync("Eve", freelancer: true, client: true)
        );
        foreach (
            var path in new[]
            {
                $"/en/contracts/{scene.Contract}/diary",
                $"/en/contracts/{scene.Contract}/diary/20261123T0900Z",
                $"/en/contracts/{scene.Contract}/diary/add",
                $"/en/contracts/{scene.Contract}/timesheet",
                $"/en/time/consent/{scene.Contract}",
                $"/contracts/{scene.Contract}/timesheet.csv",
                $"/contracts/{scene.Contract}/diary.zip",
            }
        )
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(path)).Status);
        }
        using var browser = await scene.Host.SignedInAsync(scene.Freelancer);
        var stale = await browser.GetAsync(Path(scene, $"{Day}&s={DiaryScene.At("09:00")}&do=delete"));
        foreach (
            var odd in new[]
            {
                "?d=2026-13-40",
                "?d=' or 1=1",
                "?s=x&do=delete",
                "?z=Mars/Base",
                "/20261123T0905Z",
                "/nothing",
            }
        )
        {
            Assert.True(
                (await browser.GetAsync(Path(scene, odd))).Status is HttpStatusCode.OK or HttpStatusCode.NotFound,
                odd
            );
        }
        scene.Host.Clock.SetUtcNow(new DateTimeOffset(WeekScene.Lock));
        var locked = await browser.GetAsync(Path(scene, Day));
        Assert.Empty(locked.Document.QuerySelectorAll("input[name=s], [data-do]"));
        Assert.Contains("Cette semaine a été close lundi 30 nov", locked.Text);
        // The form of a page that was opened before says what has changed.
        var late = await stale.SubmitAsync("[data-confirm] form");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.NotEmpty(late.Document.QuerySelectorAll("#error-summary"));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Time_by_hand_is_typed_in_the_freelancers_clock(Store store)
    {
        await using var scene = await DayAsync(store);
        using var browser = await scene.Host.SignedInAsync(scene.Freelancer);
        var form = await browser.GetAsync(Path(scene, "/ajouter?d=2026-11-23"));
        Assert.Equal("2026-11-23", form.Document.QuerySelector("[name='Form.Day']")!.GetAttribute("value"));
        var fields = new Dictionary<string, string?>
        {
            ["Form.From"] = "10:05",
            ["Form.To"] = "10:30",
            ["Form.Memo"] = "On the phone",
        };
        var odd = await form.SubmitAsync("form.form", fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, odd.Status);
        // 10:00 in Paris is 09:00 UTC, where time is tracked already.
        var taken = await odd.SubmitAsync(
            "form.form",
            new Dictionary<string, string?>(fields) { ["Form.From"] = "10:00" }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, taken.Status);
        var done = await taken.SubmitAsync(
            "form.form",
            new Dictionary<string, string?>(fields) { ["Form.From"] = "12:00", ["Form.To"] = "12:20" }
        );
        Assert.Equal(Path(scene, Day), done.Path);
        Assert.Contains("20\u00A0min ajoutées", done.Document.QuerySelector(".toast")!.TextContent);
        Assert.Contains("On the phone (ajouté à la main)", done.Text);
        ContractScenes.Sure(await scene.Host.ManualAsync(scene.Contract, false, scene.Client));
        var off = await browser.GetAsync(Path(scene, "/ajouter"));
        Assert.Contains("n’autorise pas", off.Text);
        Assert.Empty((await browser.GetAsync(Path(scene, Day))).Document.QuerySelectorAll("a[href*='/ajouter']"));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_timesheet_adds_up_and_its_file_runs_no_formula(Store store)
    {
        await using var scene = await DayAsync(store);
        ContractScenes.Sure(
            await scene.Do<EditMemo, Outcome<int>>(u =>
                u.RunAsync(scene.Contract, [DiaryScene.At("09:10")], "=1+1 in cell A1", scene.Freelancer, default)
            )
        );
        using var browser = await scene.Host.SignedInAsync(scene.Client);
        var page = await browser.GetAsync($"/en/contracts/{scene.Contract}/timesheet");
        Assert.Equal(3, page.Document.QuerySelectorAll("tbody tr").Length);
        Assert.Contains("€51.67", page.Document.QuerySelector("tfoot")!.TextContent);
        Assert.Single(page.Document.QuerySelectorAll("svg rect.bar-t"));
        Assert.Single(page.Document.QuerySelectorAll("svg rect.bar-m"));
        using var answer = await browser.Http.GetAsync(
            page.Document.QuerySelector("a[download]")!.GetAttribute("href")
        );
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.Contains(
            "\"2026-11-23\",\"API rebuild\",\"Pagination for /invoices\",\"10\",\"0\",\"10\",\"10.33\",\"EUR\"",
            lines
        );
        Assert.Contains("\"'=1+1 in cell A1\"", string.Join('\n', lines));
        var empty = await browser.GetAsync($"/en/contracts/{scene.Contract}/timesheet?from=2026-01-01&to=2030-01-01");
        Assert.Equal(HttpStatusCode.OK, empty.Status);
    }
}
