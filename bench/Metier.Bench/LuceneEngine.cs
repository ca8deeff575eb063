using System.Globalization;
using Lucene.Net.Analysis.Core;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Store;
using Lucene.Net.Util;

namespace Metier.Bench;

/// <summary>Lucene.Net: BM25 over skills and words with a filter on the rate; no composite score.</summary>
internal sealed class LuceneEngine : IEngine
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("metier-bench-lucene").FullName;
    private readonly FSDirectory _directory;
    private IndexWriter _writer;
    private SearcherManager _searchers;

    public LuceneEngine()
    {
        _directory = new MMapDirectory(_folder);
        _writer = Writer();
        _searchers = new SearcherManager(_writer, true, null);
    }

    public string Name => "Lucene.Net 4.8";

    public void Build(IEnumerable<Profile> profiles)
    {
        foreach (var profile in profiles)
        {
            _writer.AddDocument(DocumentOf(profile));
        }

        _writer.Commit();
        _searchers.MaybeRefreshBlocking();
    }

    public IReadOnlyList<int> Ask(Question question)
    {
        var query = new BooleanQuery();
        foreach (var skill in question.Skills)
        {
            query.Add(new TermQuery(new Term("skill", Number(skill))), Occur.SHOULD);
        }

        foreach (var word in question.Words)
        {
            query.Add(new TermQuery(new Term("text", word)), Occur.SHOULD);
        }

        var searcher = _searchers.Acquire();
        try
        {
            var filter = NumericRangeFilter.NewInt64Range("rate", 0, question.MostMinor, true, true);
            var found = searcher.Search(query, filter, 20);
            return
            [
                .. found.ScoreDocs.Select(d =>
                    searcher.Doc(d.Doc).GetField("number").GetInt32Value()!.Value
                ),
            ];
        }
        finally
        {
            _searchers.Release(searcher);
        }
    }

    public long Size() => new DirectoryInfo(_folder).GetFiles().Sum(f => f.Length);

    public void Change(Profile profile)
    {
        _writer.UpdateDocument(new Term("id", profile.Document.Id.ToString()), DocumentOf(profile));
        _searchers.MaybeRefreshBlocking();
        Ask(new Question([1], [], long.MaxValue));
    }

    public TimeSpan? Restart()
    {
        _searchers.Dispose();
        _writer.Dispose();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        _writer = Writer();
        _searchers = new SearcherManager(_writer, true, null);
        Ask(new Question([1], [], long.MaxValue));
        return clock.Elapsed;
    }

    public void Dispose()
    {
        _searchers.Dispose();
        _writer.Dispose();
        _directory.Dispose();
        System.IO.Directory.Delete(_folder, true);
    }

    private IndexWriter Writer() =>
        new(
            _directory,
            new IndexWriterConfig(LuceneVersion.LUCENE_48, new WhitespaceAnalyzer(LuceneVersion.LUCENE_48))
            {
                RAMBufferSizeMB = 256,
            }
        );

    private static Document DocumentOf(Profile profile)
    {
        var document = new Document
        {
            new StringField("id", profile.Document.Id.ToString(), Field.Store.NO),
            new StoredField("number", World.NumberOf(profile.Document.Id)),
            new Int64Field("rate", profile.Document.RateMinor ?? 0, Field.Store.NO),
            new TextField("text", profile.Document.Title + " " + profile.Document.Overview, Field.Store.NO),
        };
        foreach (var skill in profile.Skills)
        {
            document.Add(new StringField("skill", Number(skill), Field.Store.NO));
        }

        return document;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
