using System.Net.Mime;
using System.Text.Encodings.Web;
using Metier.Platform;
using Metier.Web.Shell;

namespace Metier.Web.Demo;

/// <summary>
/// What a browser gets while a demo is being written: a page that says so and which day it is there, and that opens the
/// marketplace by itself when it is served. It is a server of its own, so that nothing half-written can be reached.
/// </summary>
internal sealed class WaitingRoom : IAsyncDisposable
{
    private const string Style =
        ":root{color-scheme:light dark}body{font:1.125rem/1.5 system-ui,sans-serif;max-width:34rem;margin:20vh auto 0;padding:0 1rem}h1{font-size:1.75rem;line-height:1.2}";

    // The address is asked and not the page: between this server and the next nobody answers, and a page would be lost there.
    private const string Script =
        "setInterval(async()=>{try{const a=await fetch('/healthz');if(a.ok){location.reload();return}const d=new DOMParser().parseFromString(await a.text(),'text/html');document.getElementById('day').textContent=d.getElementById('day').textContent}catch{}},1000)";

    private readonly WebApplication server;

    private WaitingRoom(WebApplication server) => this.server = server;

    /// <summary>Where it listens.</summary>
    public string Address => server.Urls.First();

    /// <summary>Opens it on these addresses (separated by semicolons); disposing closes it and frees them.</summary>
    public static async Task<WaitingRoom> OpenAsync(string urls, TimeProvider clock, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(urls.Split(';')).ConfigureKestrel(o => o.AddServerHeader = false);
        var made = builder.Build();
        made.Run(context => AnswerAsync(context, clock));
        await made.StartAsync(ct);
        return new(made);
    }

    public async ValueTask DisposeAsync()
    {
        await server.StopAsync();
        await server.DisposeAsync();
    }

    private static Task AnswerAsync(HttpContext context, TimeProvider clock)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'";
        var (type, text) = context.Request.Path.Value switch
        {
            "/waiting.css" => ("text/css", Style),
            "/waiting.js" => ("text/javascript", Script),
            _ => (MediaTypeNames.Text.Html, Page(context, clock)),
        };
        if (type == MediaTypeNames.Text.Html)
        {
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            response.Headers.RetryAfter = "5";
        }
        response.ContentType = type + "; charset=utf-8";
        return response.WriteAsync(text, context.RequestAborted);
    }

    private static string Page(HttpContext context, TimeProvider clock)
    {
        var language = LanguageOfRequest.Of(context.Request);
        using var speaking = new InLanguage(language);
        var day = clock.UtcNow().ToString("D", Languages.Culture(language));
        string Safe(string text) => HtmlEncoder.Default.Encode(text);
        return $"""
            <!doctype html>
            <html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Safe(
                DemoPageText.WaitingTitle
            )}</title><link rel="stylesheet" href="/waiting.css"><script src="/waiting.js" defer></script>
            <noscript><meta http-equiv="refresh" content="5"></noscript></head>
            <body><main><h1>{Safe(DemoPageText.WaitingTitle)}</h1><p>{Safe(
                DemoPageText.WaitingText
            )}</p><p id="day" role="status">{Safe(DemoPageText.WaitingDay(day))}</p></main></body></html>
            """;
    }
}
