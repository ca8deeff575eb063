using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Metier.Tests.Payments.Providers;

/// <summary>
/// Stripe’s own OpenAPI description, served by a mock that says what of a request breaks it. Where METIER_STRIPE_MOCK is its
/// address (<c>eng/stripe-mock</c>), whatever the doubles of Stripe are asked is shown to it first; a request that it finds
/// wrong fails the test.
/// </summary>
internal sealed class StripeDescription
{
    private static readonly Uri? Mock = Environment.GetEnvironmentVariable("METIER_STRIPE_MOCK") is { } at
        ? new Uri(at)
        : null;

    private static readonly HttpClient Http = new() { BaseAddress = Mock };
    private static int asked;
    private readonly List<string> broken = [];

    /// <summary>Lets the mock read a request whose body can be read again.</summary>
    public async Task ReadAsync(HttpRequest request)
    {
        if (Mock is null || !request.Path.StartsWithSegments("/v1", StringComparison.Ordinal))
        {
            return;
        }
        request.EnableBuffering();
        using var reader = new StreamReader(request.Body, leaveOpen: true);
        var body = await reader.ReadToEndAsync();
        request.Body.Position = 0;
        using var shown = new HttpRequestMessage(new(request.Method), $"{request.Path}{request.QueryString}");
        shown.Headers.TryAddWithoutValidation("Authorization", request.Headers.Authorization.ToString());
        if (body.Length > 0)
        {
            shown.Content = new StringContent(body, null, "application/x-www-form-urlencoded");
        }
        using var answer = await Http.SendAsync(shown);
        Interlocked.Increment(ref asked);
        var sent = QueryHelpers.ParseQuery(body).Keys.Select(k => k.Split('[')[0]).ToHashSet(StringComparer.Ordinal);
        lock (broken)
        {
            if (answer.Headers.TryGetValues("sl-violations", out var found))
            {
                broken.AddRange(Wrong(string.Join(',', found), sent).Select(w => $"{request.Path}: {w}: {body}"));
            }
            if ((int)answer.StatusCode is 401 or 404 or 405)
            {
                broken.Add($"{request.Method} {request.Path} is not described");
            }
        }
    }

    /// <summary>Called when a double ends.</summary>
    public void AssertKept()
    {
        lock (broken)
        {
            Assert.Empty(broken);
        }
        if (Mock is not null)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"Asked Stripe’s description {asked} times so far");
        }
    }

    /// <summary>The mock takes every object that was not sent for an empty one, and misses what is required of it.</summary>
    private static IEnumerable<string> Wrong(string violations, HashSet<string> sent)
    {
        foreach (var violation in JsonDocument.Parse(violations).RootElement.EnumerateArray())
        {
            var at = violation.GetProperty("location").EnumerateArray().Select(l => l.ToString()).ToList();
            if (at[0] == "request" && !(at.Count > 2 && at[1] == "body" && !sent.Contains(at[2])))
            {
                yield return $"{string.Join('.', at)} {violation.GetProperty("message").GetString()}";
            }
        }
    }
}
