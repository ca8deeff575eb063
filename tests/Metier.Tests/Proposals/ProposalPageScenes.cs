using Metier.Jobs;
using Metier.Members;
using Metier.Platform;
using Metier.Proposals;
using Metier.Tests.Jobs;

namespace Metier.Tests.Proposals;

/// <summary>What the tests of proposal pages begin with.</summary>
internal static class ProposalPageScenes
{
    public const string Send = "button[value=send]";
    public static readonly string[] One = ["Which book of yours is closest?"];

    public static readonly Dictionary<string, string?> Typed = new()
    {
        ["Form.Price"] = "3,800.00",
        ["Form.Letter"] = "I have drawn three picture books for this age.",
        ["Form.DurationCount"] = "10",
        ["Form.DurationUnit"] = "Weeks",
    };

    public sealed record Scene(TestHost Host, Actor Client, Actor Freelancer, Browser Hiring, Browser Working, Guid Job)
        : IAsyncDisposable
    {
        public string Form => $"/en/jobs/{Job}/propose";
        public string List => $"/en/my-jobs/{Job}/proposals";

        public async ValueTask DisposeAsync()
        {
            Hiring.Dispose();
            Working.Dispose();
            await Host.DisposeAsync();
        }
    }

    public static async Task<Scene> SceneAsync(
        Store store,
        string[]? questions = null,
        bool hourly = false,
        string language = "en"
    )
    {
        var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Ada Client", client: true);
        var freelancer = await host.MemberAsync("Zoe Freelance", freelancer: true, language: language);
        var job = await host.PostedAsync(
            client,
            questions: [.. (questions ?? []).Select(q => new TypedQuestion(q, true))],
            hourly: hourly
        );
        return new Scene(
            host,
            client,
            freelancer,
            await host.SignedInAsync(client),
            await host.SignedInAsync(freelancer),
            job
        );
    }

    public static Guid IdOf(Page page) => Guid.Parse(page.Path.Split('/')[3].Split('?')[0]);

    public static async Task<Guid> SentAsync(Scene scene, Dictionary<string, string?>? more = null)
    {
        var fields = new Dictionary<string, string?>(Typed);
        foreach (var (name, value) in more ?? [])
        {
            fields[name] = value;
        }
        var sent = await (await scene.Working.GetAsync(scene.Form)).SubmitAsync(Send, fields);
        Assert.Equal([], sent.Errors);
        Assert.StartsWith("/en/proposals/", sent.Path, StringComparison.Ordinal);
        return IdOf(sent);
    }
}
