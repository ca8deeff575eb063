using System.Net;

namespace Metier.Tests.Kill;

/// <summary>What a client was told had happened.</summary>
internal sealed record Promise(string Verb, Guid ContractId, int Number, Guid RequestId);

/// <summary>
/// A client at the keyboard: funds and releases milestone after milestone through the pages, and when the answer does not
/// come, sends the same form again, as people do.
/// </summary>
internal sealed class PayingClient(Browser browser, IReadOnlyList<Guid> contracts, int milestones)
{
    private readonly List<string> steps = [];
    private (Page Page, string Verb, int Number)? open;
    private int at;

    /// <summary>Everything that was answered with success.</summary>
    public List<Promise> Promises { get; } = [];

    /// <summary>How often a form was sent again after the server had gone.</summary>
    public int Repeats { get; private set; }

    /// <summary>Pages that answered otherwise than with the form or its success, for the summary.</summary>
    public IReadOnlyList<string> Odd => steps;

    private Guid Contract => contracts[at / milestones];
    private int Number => (at % milestones) + 1;

    /// <summary>Works until it is told to stop and no form is left unanswered, or nothing is left to do.</summary>
    public async Task WorkAsync(KilledServer server, CancellationToken enough, CancellationToken never)
    {
        var again = false;
        while (at < contracts.Count * milestones && (open is not null || !enough.IsCancellationRequested))
        {
            try
            {
                await server.UpAsync(never);
                open ??= await FindAsync();
                if (open is { } form)
                {
                    Repeats += again ? 1 : 0;
                    await SendAsync(form.Page, form.Verb, form.Number);
                }
                again = false;
            }
            catch (Exception e)
                when (e is HttpRequestException or IOException or OperationCanceledException
                    && !never.IsCancellationRequested
                )
            {
                again = true;
                await Task.Delay(20, never);
            }
        }
    }

    /// <summary>The next form of the milestone; when it has been released, the next milestone.</summary>
    private async Task<(Page, string, int)?> FindAsync()
    {
        var page = await browser.GetAsync($"/en/contracts/{Contract}/milestones?m={Number}");
        Assert.True(page.Status == HttpStatusCode.OK, $"{page.Path}: {page.Status}");
        foreach (var verb in new[] { "fund", "release" })
        {
            if (page.Document.QuerySelector($"form[action*='/{verb}']") is not null)
            {
                return (page, verb, Number);
            }
        }
        if (page.Text.Contains("The payment is under way", StringComparison.Ordinal))
        {
            // Its money is settled by the server when it comes to it; there is other work meanwhile.
            steps.Add($"{Number} under way");
        }
        at++;
        return null;
    }

    private async Task SendAsync(Page page, string verb, int number)
    {
        var form = page.Form($"form[action*='/{verb}']");
        var request = Guid.Parse(form.QuerySelector("input[name='requestId']")!.GetAttribute("value")!);
        var after = await page.SubmitAsync($"form[action*='/{verb}']");
        var said = verb == "fund" ? "The money is set aside." : "Released. It can be withdrawn";
        open = null;
        if (after.Html.Contains(said, StringComparison.Ordinal))
        {
            Promises.Add(new Promise(verb, Contract, number, request));
        }
        else
        {
            steps.Add(
                $"{verb} {number}: {(int)after.Status} {after.Document.QuerySelector("[role=status], .flash")?.TextContent.Trim()}"
            );
        }
    }
}
