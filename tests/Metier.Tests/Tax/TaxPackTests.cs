using Metier.Tax;

namespace Metier.Tests.Tax;

public class TaxPackTests
{
    private static readonly TaxPacks Packs = TaxPacks.Load(null);

    [Theory]
    [InlineData("US", false, "123-45-6789", "ssn")]
    [InlineData("US", false, "666-45-6789", null)]
    [InlineData("US", false, "000-45-6789", null)]
    [InlineData("US", false, "123-00-6789", null)]
    [InlineData("US", false, "666456789", "ein")]
    [InlineData("US", false, "912-70-1234", "itin")]
    [InlineData("US", false, "912-93-1234", null)]
    [InlineData("US", true, "12-3456789", "ein")]
    [InlineData("US", true, "07-3456789", null)]
    [InlineData("US", true, "89-3456789", null)]
    [InlineData("US", false, "123-45-678", null)]
    [InlineData("FR", false, "30 23 217 600 053", "spi")]
    [InlineData("FR", false, "30 23 217 600 054", null)]
    [InlineData("FR", false, "40 23 217 600 053", null)]
    [InlineData("FR", true, "732 829 320", "siren")]
    [InlineData("FR", true, "732 829 321", null)]
    [InlineData("RE", false, "30 23 217 600 053", "spi")]
    [InlineData("DE", false, "65 929 970 489", "tin_de")]
    [InlineData("DE", false, "65 929", null)]
    [InlineData("FI", false, "131052-308T", "tin_fi")]
    [InlineData("JP", false, "1234-5678-9012", "tin")]
    [InlineData("JP", false, "!", null)]
    public void A_number_is_what_its_country_gives(string country, bool business, string typed, string? kind) =>
        Assert.Equal(kind, Packs.ReadTin(country, business, typed)?.Format.Code);

    [Theory]
    [InlineData("123456789", "6789")]
    [InlineData("1234", "34")]
    [InlineData("3023217600053", "0053")]
    public void Never_more_than_half_of_a_number_is_shown(string number, string shown) =>
        Assert.Equal(shown, TinChecks.Last4(number));

    [Fact]
    public void A_country_is_asked_by_its_most_particular_pack_and_one_without_a_pack_by_the_generic_one()
    {
        Assert.Equal(["us"], Packs.Of("US").Select(p => p.Code));
        Assert.Equal(["fr", "eu"], Packs.Of("FR").Select(p => p.Code));
        Assert.Equal(["eu"], Packs.Of("DE").Select(p => p.Code));
        Assert.Equal(["any"], Packs.Of("JP").Select(p => p.Code));
        Assert.DoesNotContain(Packs.Questions("US", false), q => q.Code == "tin");
        Assert.Contains(Packs.Questions("FR", false), q => q.Code == "birth_date");
        Assert.DoesNotContain(Packs.Questions("FR", true), q => q.Code == "birth_date");
        Assert.Contains(Packs.Questions("FR", true), q => q.Code == "registration");
        Assert.Empty(Packs.Of("JP").SelectMany(p => p.Documents));
    }

    [Theory]
    [InlineData(2023, 20_000_00, 200)]
    [InlineData(2024, 5_000_00, 0)]
    [InlineData(2025, 20_000_00, 200)]
    [InlineData(2026, 20_000_00, 200)]
    public void The_limits_of_the_1099_k_are_those_of_their_year(int year, long above, int payments)
    {
        var limit = Packs.Us.Thresholds.Single(t => t.Scope == "federal" && t.IsOf(year));
        Assert.Equal((above, payments), (limit.Above.Minor, limit.Payments));
    }

    [Theory]
    [InlineData("fr/tins.tsv", "code\twho", "fr/tins.tsv", 1)]
    [InlineData("fr/tins.tsv", "HEAD\nspi\tFR\tperson", "fr/tins.tsv", 2)]
    [InlineData("fr/tins.tsv", "HEAD\nspi\tFR\tperson\t[0-3\tfr_spi\t3023217600053\ta\tb", "fr/tins.tsv", 2)]
    [InlineData("fr/tins.tsv", "HEAD\nspi\tFR\tperson\t\\d{13}\tmagic\t3023217600053\ta\tb", "fr/tins.tsv", 2)]
    [InlineData("fr/tins.tsv", "HEAD\nspi\tFR\tperson\t\\d{13}\tfr_spi\t3023217600054\ta\tb", "fr/tins.tsv", 2)]
    [InlineData(
        "fr/tins.tsv",
        "HEAD\n# a remark\nspi\tQQ\tperson\t\\d{13}\tfr_spi\t3023217600053\ta\tb",
        "fr/tins.tsv",
        3
    )]
    [InlineData("fr/tins.tsv", "HEAD\nspi\tFR\tperson\t\\d{13}\tfr_spi\t3023217600053\ta\t", "fr/tins.tsv", 2)]
    [InlineData("us/thresholds.tsv", "HEAD\n1099-x\tfederal\t2025\t\t1.00\tUSD\t0\tlaw", "us/thresholds.tsv", 2)]
    [InlineData("us/thresholds.tsv", "HEAD\n1099-k\tfederal\t2025\t2024\t1.00\tUSD\t0\tlaw", "us/thresholds.tsv", 2)]
    [InlineData("us/thresholds.tsv", "HEAD\n1099-k\tfederal\t2025\t\t1.001\tUSD\t0\tlaw", "us/thresholds.tsv", 2)]
    [InlineData("us/rates.tsv", "HEAD\nbackup\t2018-13-01\t240000", "us/rates.tsv", 2)]
    [InlineData("us/rates.tsv", "HEAD\nbackup\t2018-01-01\t240000", "us/rates.tsv", 0)]
    [InlineData("us/columns.tsv", "HEAD\n1099-k\tBox\tgrosss", "us/columns.tsv", 2)]
    [InlineData("eu/due-diligence.tsv", "HEAD\nremind1\t30\nremind2\t20\nblock\t60", "eu/due-diligence.tsv", 2)]
    [InlineData("eu/questions.tsv", "HEAD\nshoe_size\tany\ttext\tno\ta\tb\t\t", "eu/questions.tsv", 2)]
    [InlineData("us/form-lines.tsv", "HEAD\nw-7\t1\tname\ttext\tyes\t\ta\tb", "us/form-lines.tsv", 2)]
    [InlineData("eu/tin.tsv", "HEAD", "eu/tin.tsv", 0)]
    public void A_broken_pack_is_refused_with_its_file_and_row(string file, string text, string where, int row)
    {
        var files = PackFiles.BuiltIn();
        var head = files.TryGetValue(file, out var before) ? before.Split('\n')[0] : "code";
        files[file] = text.Replace("HEAD", head, StringComparison.Ordinal);
        var broken = Assert.Throws<BrokenPackException>(() => TaxPacks.Read(files));
        Assert.Equal((where, row), (broken.File, broken.Row));
    }

    [Fact]
    public void A_pack_in_the_operators_own_folder_comes_beside_the_others()
    {
        var folder = Directory.CreateTempSubdirectory("metier-packs");
        var own = folder.CreateSubdirectory("jp").FullName;
        File.WriteAllText(
            Path.Combine(own, "pack.tsv"),
            "key\tvalue\nname\tJapan|Japon\ncountries\tJP\ncurrency\tJPY\n"
        );
        File.WriteAllText(
            Path.Combine(own, "tins.tsv"),
            "code\tcountry\twho\tpattern\tcheck\texample\ten\tfr\nmy\tJP\tany\t\\d{12}\tnone\t1234-5678-9012\tMy Number\tMy Number\n"
        );
        var packs = TaxPacks.Load(folder.FullName);
        Assert.Equal(["jp"], packs.Of("JP").Select(p => p.Code));
        Assert.Equal("my", packs.ReadTin("JP", false, "1234 5678 9012")?.Format.Code);
        Assert.Throws<BrokenPackException>(() => TaxPacks.Load(Path.Combine(folder.FullName, "nowhere")));
        folder.Delete(recursive: true);
    }
}
