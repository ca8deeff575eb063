using CsCheck;

namespace Metier.Matching.Tests;

public class SnapshotTests
{
    [Fact]
    public void What_was_saved_answers_as_before_and_goes_on_changing() =>
        Gen.Select(Samples.Freelancers, Samples.Freelancers, Samples.Query)
            .Sample(
                (people, later, query) =>
                {
                    var index = Samples.Index(people);
                    index.Apply(later.Take(3), people.Take(2).Select(p => p.Id));
                    var again = Loaded(Saved(index));
                    AssertSame(index.Search(query), again.Search(query));
                    index.Apply(later, []);
                    again.Apply(later, []);
                    AssertSame(index.Search(query), again.Search(query));
                },
                iter: 200
            );

    [Fact]
    public void A_snapshot_cut_short_anywhere_is_refused_and_what_was_there_stays()
    {
        var bytes = Saved(Samples.Index([Person(1), Person(2)]));
        for (var length = 0; length < bytes.Length; length += 1 + (length / 50))
        {
            var index = Samples.Index([Person(3)]);
            Assert.Throws<InvalidDataException>(() => index.Load(new MemoryStream(bytes, 0, length)));
            Assert.NotNull(index.Find(Person(3).Id));
        }
    }

    [Fact]
    public void A_snapshot_with_one_bit_turned_is_refused()
    {
        var bytes = Saved(Samples.Index([Person(1), Person(2)]));
        for (var at = 0; at < bytes.Length; at += 7)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= 4;
            Assert.Throws<InvalidDataException>(() => Samples.Index([]).Load(new MemoryStream(damaged)));
        }
    }

    [Fact]
    public void A_snapshot_of_jobs_is_not_taken_for_one_of_people()
    {
        var jobs = new JobIndex(Samples.Currencies);
        using var stream = new MemoryStream();
        jobs.Save(stream);
        Assert.Throws<InvalidDataException>(() => Samples.Index([]).Load(new MemoryStream(stream.ToArray())));
        var again = new JobIndex(Samples.Currencies);
        again.Load(new MemoryStream(stream.ToArray()));
        Assert.Equal(0, again.Count);
    }

    private static FreelancerDocument Person(int number) =>
        new()
        {
            Id = new Guid(number, 0, 0, new byte[8]),
            Skills = [1, number],
            Title = "illustrator",
            Overview = "picture books for children",
            LastActive = Samples.Today,
        };

    private static byte[] Saved(FreelancerIndex index)
    {
        using var stream = new MemoryStream();
        index.Save(stream);
        return stream.ToArray();
    }

    private static FreelancerIndex Loaded(byte[] bytes)
    {
        var index = Samples.Index([]);
        index.Load(new MemoryStream(bytes));
        return index;
    }

    private static void AssertSame(SearchResult<FreelancerFacets> expected, SearchResult<FreelancerFacets> found)
    {
        Assert.Equal(expected.Total, found.Total);
        Assert.Equal(expected.Matches.Select(m => (m.Id, m.Score)), found.Matches.Select(m => (m.Id, m.Score)));
    }
}
