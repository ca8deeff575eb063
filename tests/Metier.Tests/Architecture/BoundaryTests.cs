using System.Reflection;
using System.Text.RegularExpressions;
using Metier.Platform;
using Metier.Web;
using Metier.Web.Shell;

namespace Metier.Tests.Architecture;

/// <summary>The rules that keep the product readable; each test finds its own subjects.</summary>
public class BoundaryTests
{
    /// <summary>The map: a module may use only those to its left. A new folder fails until it is placed here.</summary>
    private static readonly string[] Map =
    [
        "Platform",
        "Members",
        "Notifications",
        "Taxonomy",
        "Profiles",
        "SkillTests",
        "Rooms",
        "Payments",
        "Jobs",
        "Proposals",
        "Contracts",
        "Diary",
        "Reputation",
        "Invoicing",
        "Tax",
        "Payroll",
        "Disputes",
        "Talent",
        "Trust",
        "Admin",
        "Demo",
    ];

    /// <summary>Pages whose rules exist before their page does; nothing leads there until the page is added and the name leaves this list.</summary>
    private static readonly string[] Coming = [];

    private static readonly string Root = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Metier.slnx")))
        {
            folder = folder.Parent;
        }
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository");
    }

    private static IEnumerable<string> Sources(string under) =>
        Directory
            .EnumerateFiles(Path.Combine(Root, under), "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal))
            .Where(f =>
                !f.Contains("/Migrations/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal)
            );

    [Fact]
    public void Every_folder_of_the_product_is_on_the_map()
    {
        var folders = Directory
            .GetDirectories(Path.Combine(Root, "src/Metier"))
            .Select(Path.GetFileName)
            .Where(f => f is not ("bin" or "obj"));
        Assert.Empty(folders.Except(Map));
    }

    [Fact]
    public void A_module_uses_only_the_modules_to_its_left()
    {
        var wrong = new List<string>();
        foreach (var file in Sources("src/Metier"))
        {
            var module = Path.GetRelativePath(Path.Combine(Root, "src/Metier"), file).Split('/')[0];
            var place = Array.IndexOf(Map, module);
            if (place < 0)
            {
                continue;
            }
            foreach (Match use in Regex.Matches(File.ReadAllText(file), @"\bMetier\.([A-Z][A-Za-z]+)\b(?!\.Tests)"))
            {
                if (Array.IndexOf(Map, use.Groups[1].Value) > place)
                {
                    wrong.Add($"{Path.GetRelativePath(Root, file)} uses {use.Groups[1].Value}");
                }
            }
        }
        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void The_ledger_and_the_matching_engine_stand_alone()
    {
        foreach (var project in new[] { "Metier.Ledger", "Metier.Matching" })
        {
            var text = File.ReadAllText(Path.Combine(Root, "src", project, project + ".csproj"));
            Assert.DoesNotContain("PackageReference", text, StringComparison.Ordinal);
            Assert.DoesNotContain("ProjectReference", text, StringComparison.Ordinal);
            Assert.DoesNotContain("FrameworkReference", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_source_file_is_longer_than_400_lines() =>
        Assert.Empty(
            Sources("src")
                .Select(f => (File: Path.GetRelativePath(Root, f), Lines: File.ReadLines(f).Count()))
                .Where(f => f.Lines > 400 && !f.File.EndsWith("CurrencyTable.cs", StringComparison.Ordinal))
                .Select(f => $"{f.File}: {f.Lines}")
        );

    [Fact]
    public async Task Every_page_and_endpoint_says_who_may_use_it()
    {
        var folder = Directory.CreateTempSubdirectory("metier-routes");
        await using var app = MetierHost.Build(
            new HostSettings
            {
                DataFolder = folder.FullName,
                Sandbox = true,
                Urls = "http://127.0.0.1:0",
            }
        );
        var silent = RouteTable
            .Of(app)
            .Where(r =>
                !r.Stated
                && !r.Path.StartsWith("/_framework", StringComparison.Ordinal)
                && !r.Path.Contains("**path:file", StringComparison.Ordinal)
            );
        Assert.Empty(silent.Select(r => $"{r.Methods} {r.Path}"));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Every_page_has_an_address_in_both_languages()
    {
        var pages = typeof(MetierHost)
            .Assembly.GetTypes()
            .Where(t => t.GetCustomAttributes<Microsoft.AspNetCore.Components.RouteAttribute>().Any());
        var wrong = pages
            .Select(p =>
                (
                    p.Name,
                    Templates: p.GetCustomAttributes<Microsoft.AspNetCore.Components.RouteAttribute>()
                        .Select(r => r.Template)
                        .ToList()
                )
            )
            .Where(p =>
                !p.Templates.All(t => t is "/error" or "/not-found" || t.StartsWith("/dev/", StringComparison.Ordinal))
            )
            .Where(p =>
                !(
                    p.Templates.Any(t => t == "/en" || t.StartsWith("/en/", StringComparison.Ordinal))
                    && p.Templates.Any(t => t == "/fr" || t.StartsWith("/fr/", StringComparison.Ordinal))
                )
            );
        Assert.Empty(wrong.Select(p => p.Name));
    }

    [Fact]
    public void Every_link_by_name_leads_to_a_page()
    {
        var names = PageMap.Build().Names.ToHashSet();
        var wrong = new List<string>();
        foreach (var file in Sources("src"))
        {
            var text = string.Join(
                '\n',
                File.ReadLines(file).Where(l => !l.TrimStart().StartsWith("///", StringComparison.Ordinal))
            );
            foreach (Match m in Regex.Matches(text, @"(?:[Uu]rls\.To\([""]|[""']/go/)([a-z][a-z-]+)"))
            {
                if (!names.Contains(m.Groups[1].Value) && !Coming.Contains(m.Groups[1].Value))
                {
                    wrong.Add($"{Path.GetRelativePath(Root, file)}: {m.Groups[1].Value}");
                }
            }
        }
        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void No_page_carries_inline_style_or_script()
    {
        var wrong = Sources("src/Metier.Web")
            .Where(f => f.EndsWith(".razor", StringComparison.Ordinal))
            .Where(f =>
                Regex.IsMatch(
                    File.ReadAllText(f),
                    @"\sstyle\s*=\s*[""@]|\son(click|change|submit|load|input)\s*=\s*""|<script(?![^>]*\bsrc=)",
                    RegexOptions.IgnoreCase
                )
            )
            .Select(f => Path.GetRelativePath(Root, f));
        Assert.Empty(wrong);
    }

    [Fact]
    public void Pages_hold_no_words_of_their_own()
    {
        // A word between tags that is not an expression would be shown untranslated.
        var wrong = new List<string>();
        foreach (
            var file in Sources("src/Metier.Web")
                .Where(f =>
                    f.EndsWith(".razor", StringComparison.Ordinal) && !f.Contains("/Dev/", StringComparison.Ordinal)
                )
        )
        {
            var markup = Regex.Replace(
                File.ReadAllText(file),
                @"@code\s*\{[\s\S]*$|@\*[\s\S]*?\*@|<!--[\s\S]*?-->",
                ""
            );
            foreach (Match m in Regex.Matches(markup, @">\s*([A-Za-zÀ-ÿ][a-zà-ÿ]{2,}(?: [A-Za-zà-ÿ]+)+)[^<@{}();=]*<"))
            {
                wrong.Add($"{Path.GetRelativePath(Root, file)}: {m.Groups[1].Value}");
            }
        }
        Assert.Empty(wrong);
    }
}
