using System.Net;
using Metier.Platform;
using Metier.Web.Shell;

namespace Metier.Tests.Admin;

/// <summary>Who may see which page of the operator's staff; the pages are found from the routes themselves.</summary>
public class AdminAccessTests
{
    private static readonly StaffRoles[] AnyRole =
    [
        StaffRoles.Moderator,
        StaffRoles.Arbiter,
        StaffRoles.Finance,
        StaffRoles.Recruiter,
        StaffRoles.Operator,
    ];

    /// <summary>What the section of a path asks for, written down apart from the pages.</summary>
    private static StaffRoles[] Expected(string path) =>
        path switch
        {
            "/en/admin" or "/fr/gestion" => AnyRole,
            _ when Section(path, "people", "personnes") || Section(path, "contracts", "contrats") => AnyRole,
            _ when Section(path, "jobs", "missions")
                    || Section(path, "skills", "competences")
                    || Section(path, "classifications", "statuts") => [StaffRoles.Moderator, StaffRoles.Operator],
            _ when Section(path, "ledger", "comptes")
                    || Section(path, "payments", "paiements")
                    || Section(path, "fees", "tarifs")
                    || Section(path, "exchange", "change")
                    || Section(path, "tax", "impots")
                    || Section(path, "payroll-weeks", "semaines-emploi")
                    || path.StartsWith("/admin/tax/", StringComparison.Ordinal)
                    || OfBank(path)
                    || path is "/admin/ledger.csv" or "/admin/ledger.journal" =>
            [
                StaffRoles.Finance,
                StaffRoles.Operator,
            ],
            _ when Section(path, "disputes", "litiges") => [StaffRoles.Arbiter, StaffRoles.Operator],
            _ when Section(path, "audit", "journal-des-actions")
                    || Section(path, "clock", "horloge")
                    || Section(path, "partners", "partenaires")
                    || Section(path, "ranking", "classement")
                    || Section(path, "exposure", "visibilite")
                    || Section(path, "search-index", "index-de-recherche") => [StaffRoles.Operator],
            _ => throw new InvalidOperationException($"{path} is a staff page that nobody thought about"),
        };

    private static readonly string[] Absent =
    [
        "/disputes/",
        "/litiges/",
        "/chargebacks/",
        "/contestations/",
        "/tax/runs/",
        "/partners/",
        "/partenaires/",
        "/payroll-weeks/",
        "/semaines-emploi/",
        "/classifications/",
        "/statuts/",
    ];

    private static bool OfBank(string path) =>
        Section(path, "bank", "banque") || path.StartsWith("/admin/bank/", StringComparison.Ordinal);

    private static bool Section(string path, string english, string french) =>
        path.StartsWith("/en/admin/" + english, StringComparison.Ordinal)
        || path.StartsWith("/fr/gestion/" + french, StringComparison.Ordinal);

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_staff_page_exists_only_for_those_whose_work_it_is(Store store)
    {
        await using var scene = await AdminScene.StartAsync(store);
        var routes = RouteTable
            .Of(scene.Host.App)
            .Where(r =>
                r.Path.Contains("/admin", StringComparison.Ordinal)
                || r.Path.Contains("/gestion", StringComparison.Ordinal)
            )
            .Select(r => r.Path)
            .Distinct()
            .ToList();
        Assert.InRange(routes.Count, 25, 120);
        foreach (var role in AnyRole.Append(StaffRoles.None))
        {
            var who = await scene.Host.MemberAsync("Staff " + role, freelancer: true, roles: role);
            using var browser = await scene.Host.SignedInAsync(who);
            foreach (var route in routes)
            {
                var path = Filled(route, scene);
                // No bank is set up here, and of these there is none: their pages exist for nobody, and have tests of their own.
                var missing =
                    OfBank(route)
                    || (
                        route.Contains('{', StringComparison.Ordinal)
                        && Absent.Any(a => route.Contains(a, StringComparison.Ordinal))
                    );
                var allowed = role != StaffRoles.None && Expected(route).Contains(role) && !missing;
                using var got = await browser.Http.GetAsync(path, TestContext.Current.CancellationToken);
                Assert.True(
                    got.StatusCode == (allowed ? HttpStatusCode.OK : HttpStatusCode.NotFound),
                    $"{role} got {(int)got.StatusCode} at {path}"
                );
                if (
                    !allowed
                    && !route.EndsWith(".csv", StringComparison.Ordinal)
                    && !route.EndsWith(".journal", StringComparison.Ordinal)
                    && !route.EndsWith(".xml", StringComparison.Ordinal)
                    && !route.EndsWith("/file", StringComparison.Ordinal)
                )
                {
                    using var form = new FormUrlEncodedContent([]);
                    using var sent = await browser.Http.PostAsync(path, form, TestContext.Current.CancellationToken);
                    // A form without its token gets no further than any other page's would.
                    Assert.True(
                        sent.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest,
                        $"{role} got {(int)sent.StatusCode} from a form to {path}"
                    );
                }
            }
        }
        using var visitor = scene.Host.Visitor();
        foreach (var route in routes)
        {
            using var got = await visitor.Http.GetAsync(Filled(route, scene), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, got.StatusCode);
        }
    }

    private static string Filled(string route, AdminScene scene)
    {
        var id =
            route.Contains("/people/", StringComparison.Ordinal)
            || route.Contains("/personnes/", StringComparison.Ordinal)
                ? scene.Freelancer.MemberId
            : route.Contains("/jobs/", StringComparison.Ordinal)
            || route.Contains("/missions/", StringComparison.Ordinal)
                ? scene.JobId
            : scene.ContractId;
        return route
            .Replace("{Id:guid}", id.ToString(), StringComparison.Ordinal)
            .Replace("{id:guid}", id.ToString(), StringComparison.Ordinal)
            .Replace("{Id:long}", "1", StringComparison.Ordinal)
            .Replace("{Id}", "javascript", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_staff_page_shows_in_french_what_is_there()
    {
        await using var scene = await AdminScene.StartAsync(Store.Sqlite);
        using var browser = await scene.Host.SignedInAsync(scene.Operator);
        foreach (
            var (path, words) in new[]
            {
                ("/fr/gestion", "Contrats en cours"),
                ("/fr/gestion/personnes?q=zo", "Zoé Freelance"),
                ("/fr/gestion/personnes?q=ADA.CLIENT%40", "Ada Client"),
                ("/fr/gestion/missions", "Picture book, 32 pages"),
                ("/fr/gestion/contrats", "Picture book, 32 pages"),
                ($"/fr/gestion/contrats/{scene.ContractId}", "1\u202F200,00\u00A0€"),
                ("/fr/gestion/comptes", "débits et crédits égaux"),
                ("/fr/gestion/comptes/liste", "escrow:"),
                ("/fr/gestion/comptes/journal", "Mise de côté"),
                ("/fr/gestion/journal-des-actions?what=contract", "contract.started"),
                ("/fr/gestion/paiements", "Rien n’est en cours."),
                ("/fr/gestion/horloge", "Avancer"),
            }
        )
        {
            var page = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            // The text of a page has plain spaces.
            Assert.Contains(string.Join(' ', words.Split()), page.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("?after=nonsense&show=Nobody")]
    [InlineData("?after=99999999999999999999_0&q=%25_%5C")]
    [InlineData(
        "?after=-1_00000000000000000000000000000000&from=2026-99-99&to=x&kind=7&account=-3&contract=x&what=%27&who=x%00y&thing=z"
    )]
    public async Task Filters_that_make_no_sense_do_no_harm(string query)
    {
        await using var scene = await AdminScene.StartAsync(Store.Sqlite);
        using var browser = await scene.Host.SignedInAsync(scene.Operator);
        foreach (
            var page in new[]
            {
                "people",
                "jobs",
                "contracts",
                "ledger/accounts",
                "ledger/journal",
                "audit",
                "payments",
            }
        )
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/en/admin/{page}{query}")).Status);
        }
    }
}
