using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Metier.Tests;

/// <summary>
/// A browser without script: real requests, real cookies, real forms with their hidden fields. Redirects are followed as
/// a browser would; <see cref="Page.Path"/> says where one landed.
/// </summary>
public sealed class Browser : IDisposable
{
    private readonly CookieContainer cookies = new();
    private readonly SocketsHttpHandler handler;
    private readonly Uri address;

    public Browser(Uri address, string acceptLanguage)
    {
        this.address = address;
        handler = new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false };
        Http = new HttpClient(handler) { BaseAddress = address };
        Http.DefaultRequestHeaders.Add("Accept-Language", acceptLanguage);
    }

    /// <summary>The bare client, for requests a form would not make. It does not follow redirects.</summary>
    public HttpClient Http { get; }

    public void SetCookie(string name, string value) => cookies.Add(address, new Cookie(name, value, "/"));

    public string? CookieValue(string name) => cookies.GetCookies(address)[name]?.Value;

    public async Task<Page> GetAsync(string path) => await FollowAsync(await Http.GetAsync(path));

    public async Task<Page> PostAsync(string path, HttpContent content) =>
        await FollowAsync(await Http.PostAsync(path, content));

    internal async Task<Page> FollowAsync(HttpResponseMessage response)
    {
        for (var hops = 0; hops < 8 && (int)response.StatusCode is >= 300 and < 400; hops++)
        {
            var next = response.Headers.Location!;
            response.Dispose();
            response = await Http.GetAsync(next);
        }
        var html = await response.Content.ReadAsStringAsync();
        var document = await new HtmlParser().ParseDocumentAsync(html);
        return new Page(this, response.StatusCode, response.RequestMessage!.RequestUri!, document, html);
    }

    public void Dispose()
    {
        Http.Dispose();
        handler.Dispose();
    }
}

/// <summary>A page as it arrived.</summary>
public sealed record Page(Browser Browser, HttpStatusCode Status, Uri Uri, IHtmlDocument Document, string Html)
{
    /// <summary>Where the browser ended up.</summary>
    public string Path => Uri.PathAndQuery;

    /// <summary>The visible words of the main part, white space collapsed.</summary>
    public string Text =>
        string.Join(
            ' ',
            (Document.QuerySelector("main") ?? Document.Body)!.TextContent.Split(
                (char[]?)null,
                StringSplitOptions.RemoveEmptyEntries
            )
        );

    /// <summary>The error messages beside fields and in the summary.</summary>
    public IReadOnlyList<string> Errors => [.. Document.QuerySelectorAll(".err").Select(e => e.TextContent.Trim())];

    public IHtmlFormElement Form(string selector) =>
        Document.QuerySelector(selector) switch
        {
            IHtmlFormElement form => form,
            { } inside when inside.Closest("form") is IHtmlFormElement form => form,
            _ => throw new InvalidOperationException($"No form '{selector}' on {Path} ({(int)Status}):\n{Text}"),
        };

    /// <summary>
    /// Fills and sends a form as a person would: what it already holds, changed by <paramref name="fields"/> (a null
    /// value leaves the field out). <paramref name="selector"/> may also be a button of the form, whose value is then sent.
    /// </summary>
    public async Task<Page> SubmitAsync(
        string selector,
        IReadOnlyDictionary<string, string?>? fields = null,
        IEnumerable<(string Field, string Name, byte[] Content)>? files = null
    )
    {
        var form = Form(selector);
        var values = Values(form);
        if (Document.QuerySelector(selector) is IHtmlButtonElement { Name.Length: > 0 } button)
        {
            values.Add(new(button.Name!, button.Value ?? ""));
        }
        foreach (var (name, value) in fields ?? new Dictionary<string, string?>())
        {
            values.RemoveAll(v => v.Key == name);
            if (value is not null)
            {
                values.Add(new(name, value));
            }
        }
        var action = new Uri(Uri, form.GetAttribute("action") is { Length: > 0 } a ? a : Uri.ToString());
        if (form.Method.Equals("get", StringComparison.OrdinalIgnoreCase))
        {
            using var query = new FormUrlEncodedContent(values);
            return await Browser.GetAsync(
                new UriBuilder(action) { Query = await query.ReadAsStringAsync() }
                    .Uri
                    .PathAndQuery
            );
        }
        return await Browser.PostAsync(action.ToString(), Content(values, files));
    }

    private static HttpContent Content(
        List<KeyValuePair<string, string>> values,
        IEnumerable<(string Field, string Name, byte[] Content)>? files
    )
    {
        if (files is null)
        {
            return new FormUrlEncodedContent(values);
        }
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in values)
        {
            content.Add(new StringContent(value), name);
        }
        foreach (var (field, name, bytes) in files)
        {
            content.Add(new ByteArrayContent(bytes), field, name);
        }
        return content;
    }

    private static List<KeyValuePair<string, string>> Values(IHtmlFormElement form)
    {
        var values = new List<KeyValuePair<string, string>>();
        foreach (var element in form.Elements)
        {
            switch (element)
            {
                case IHtmlInputElement { Name.Length: > 0, IsDisabled: false } input
                    when input.Type is not ("submit" or "button" or "file" or "image"):
                    if (input.Type is not ("checkbox" or "radio") || input.IsChecked)
                    {
                        values.Add(new(input.Name!, input.Value));
                    }
                    break;
                case IHtmlTextAreaElement { Name.Length: > 0, IsDisabled: false } area:
                    values.Add(new(area.Name!, area.Value));
                    break;
                case IHtmlSelectElement { Name.Length: > 0, IsDisabled: false } select:
                    values.AddRange(
                        select.SelectedOptions.Select(o => new KeyValuePair<string, string>(select.Name!, o.Value))
                    );
                    break;
            }
        }
        return values;
    }
}
