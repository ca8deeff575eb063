using System.Text.Json;
using Metier.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using static Metier.Tests.Payments.Providers.StripeContractTests;

namespace Metier.Tests.Payments.Providers;

/// <summary>
/// Everything the adapter asks of Stripe, asked of a mock that Stripe’s own OpenAPI description makes: no request may break it.
/// <c>eng/stripe-mock</c> starts the mock and runs this; METIER_STRIPE_MOCK is its address.
/// </summary>
public sealed class StripeDescribedTests(ITestOutputHelper output)
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    /// <summary>Run by hand (<c>-explicit on</c>): the description is Stripe’s and no part of this repository.</summary>
    [Fact(Explicit = true)]
    public async Task What_is_sent_is_what_Stripe_describes()
    {
        var mock = Environment.GetEnvironmentVariable("METIER_STRIPE_MOCK");
        Assert.True(mock is not null, "METIER_STRIPE_MOCK is not set");
        await using var between = await Listening.StartAsync(new Uri(mock!));
        await using var world = await PaymentsWorld.StartAsync(Store.Sqlite);
        var stripe = Provider(between.Address, world.Host.Services);
        var payee = new PayeeRequest(world.Freelancer.MemberId, "FR", "/r", "/f");
        (string What, Func<Task> Call)[] calls =
        [
            ("a card", () => stripe.BeginInstrumentAsync(Id, new(world.ClientId, PaymentMethodKind.Card, "/r"), Ct)),
            ("a first charge", () => stripe.CollectAsync(Id, Collect with { FirstTime = true }, Ct)),
            ("a charge", () => stripe.CollectAsync(Id, Collect, Ct)),
            ("a refund", () => stripe.RefundAsync(Id, new("pi_1", Eur(5)), Ct)),
            ("an account", () => stripe.BeginPayeeAsync(Id, payee, Ct)),
            ("a payout", () => stripe.PayoutAsync(Id, PaidOut, Ct)),
            ("evidence", () => stripe.SendEvidenceAsync(Id, new("dp_1", "The work was delivered."), Ct)),
            ("a dispute given up", () => stripe.AcceptChargebackAsync(Id, new("dp_1"), Ct)),
            ("a dispute", () => stripe.FindChargebackAsync("dp_1", Ct)),
            ("a known charge", () => stripe.FindAsync(Lookup(OperationKind.Collect, "pi_1"), Ct)),
            ("an unknown charge", () => stripe.FindAsync(Lookup(OperationKind.Collect, ""), Ct)),
            ("a known refund", () => stripe.FindAsync(Lookup(OperationKind.Refund, "re_1"), Ct)),
            ("a known payout", () => stripe.FindAsync(Lookup(OperationKind.Payout, "tr_1"), Ct)),
            ("a known card", () => stripe.FindAsync(Lookup(OperationKind.Instrument, "cs_1"), Ct)),
            ("news", () => stripe.NewsAsync(world.Host.Now.AddDays(-1), Ct)),
            ("movements", () => stripe.SettlementAsync(world.Host.Now.AddDays(-1), world.Host.Now, Ct)),
            ("balances", () => stripe.BalancesAsync(Ct)),
        ];
        foreach (var (what, call) in calls)
        {
            var before = between.Asked.Count;
            try
            {
                await call();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // What the mock answers is made up of the description's types: it need not make sense.
                output.WriteLine($"{what}: {e.GetType().Name} {e.Message}");
            }
            output.WriteLine($"{what}: {string.Join(", ", between.Asked.Skip(before))}");
            Assert.True(between.Asked.Count > before, $"{what} asked nothing");
        }
        Assert.Empty(between.Broken);
    }

    /// <summary>Stands between the adapter and the mock, and keeps what the mock finds wrong with a request.</summary>
    private sealed class Listening(WebApplication app, Uri mock) : IAsyncDisposable
    {
        private readonly HttpClient http = new() { BaseAddress = mock };

        public List<string> Asked { get; } = [];
        public List<string> Broken { get; } = [];
        public string Address => app.Urls.First();

        public static async Task<Listening> StartAsync(Uri mock)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var it = new Listening(app, mock);
            app.Run(it.ForwardAsync);
            await app.StartAsync();
            return it;
        }

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            await app.DisposeAsync();
        }

        private async Task ForwardAsync(HttpContext context)
        {
            var request = context.Request;
            using var reader = new StreamReader(request.Body);
            var body = await reader.ReadToEndAsync();
            using var forward = new HttpRequestMessage(
                new HttpMethod(request.Method),
                $"{request.Path}{request.QueryString}"
            );
            forward.Headers.TryAddWithoutValidation("Authorization", request.Headers.Authorization.ToString());
            if (body.Length > 0)
            {
                forward.Content = new StringContent(body, null, "application/x-www-form-urlencoded");
            }
            using var answer = await http.SendAsync(forward);
            Asked.Add($"{request.Method} {request.Path} {(int)answer.StatusCode}");
            var sent = QueryHelpers.ParseQuery(body).Keys.Select(k => k.Split('[')[0]).ToHashSet(StringComparer.Ordinal);
            if (answer.Headers.TryGetValues("sl-violations", out var found))
            {
                Broken.AddRange(Wrong(string.Join(',', found), sent).Select(w => $"{request.Path}: {w} in {body}"));
            }
            if ((int)answer.StatusCode is 404 or 405 or 401)
            {
                Broken.Add($"{request.Method} {request.Path} is not described");
            }
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(await answer.Content.ReadAsStringAsync());
        }

        /// <summary>The mock takes every object that was not sent for an empty one, and misses what is required of it.</summary>
        private static IEnumerable<string> Wrong(string violations, HashSet<string> sent)
        {
            foreach (var violation in JsonDocument.Parse(violations).RootElement.EnumerateArray())
            {
                var at = violation.GetProperty("location").EnumerateArray().Select(l => l.ToString()).ToList();
                if (at[0] == "request" && !(at.Count > 2 && at[1] == "body" && !sent.Contains(at[2])))
                {
                    yield return violation.GetProperty("message").GetString()!;
                }
            }
        }
    }
}
