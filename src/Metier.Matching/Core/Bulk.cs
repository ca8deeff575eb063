using System.Collections.Concurrent;

namespace Metier.Matching;

/// <summary>
/// Makes segments of many documents on several threads, each with segments of its own, so that they meet only where a word
/// is seen for the first time.
/// </summary>
internal sealed class Bulk<TDoc, TRow>
    where TRow : struct
{
    /// <summary>Fewer are not worth a thread.</summary>
    private const int FewDocuments = 4_096;

    /// <summary>So many are handed over at a time.</summary>
    private const int Batch = 256;

    /// <summary>More threads would wait for the one that gives out documents.</summary>
    private const int MostThreads = 4;

    private readonly Schema<TDoc, TRow> _schema;
    private readonly Vocabulary _vocabulary;
    private readonly Func<SegmentBuilder<TRow>, Segment<TRow>> _make;

    public Bulk(Schema<TDoc, TRow> schema, Vocabulary vocabulary, Func<SegmentBuilder<TRow>, Segment<TRow>> make) =>
        (_schema, _vocabulary, _make) = (schema, vocabulary, make);

    /// <summary>Takes in all documents, but those whose id came before, which are answered in their order.</summary>
    /// <param name="alone">Whether the whole machine is free for it.</param>
    public (List<Segment<TRow>> Segments, Frequencies Frequencies, List<TDoc> Repeated) Read(
        IEnumerable<TDoc> documents,
        bool alone
    )
    {
        var helpers = alone ? Math.Min(Environment.ProcessorCount, MostThreads) - 1 : 0;
        using var waiting = new BlockingCollection<List<TDoc>>(Math.Max(1, helpers * 4));
        var own = new Share(this);
        var shares = new List<Share> { own };
        var helping = new List<Task>();
        var repeated = new List<TDoc>();
        try
        {
            var known = new HashSet<Guid>();
            var batch = new List<TDoc>(Batch);
            foreach (var document in documents)
            {
                if (!known.Add(_schema.IdOf(document)))
                {
                    repeated.Add(document);
                    continue;
                }

                batch.Add(document);
                if (batch.Count < Batch)
                {
                    continue;
                }

                if (known.Count >= FewDocuments && helping.Count < helpers)
                {
                    helping.Add(Help(waiting, shares));
                }

                if (helping.Count > 0 && waiting.TryAdd(batch))
                {
                    batch = new List<TDoc>(Batch);
                    continue;
                }

                own.Take(batch);
                batch.Clear();
            }

            own.Take(batch);
        }
        finally
        {
            waiting.CompleteAdding();
            foreach (var batch in waiting.GetConsumingEnumerable())
            {
                own.Take(batch);
            }

            Task.WaitAll(helping);
        }

        own.Finish();
        var frequencies = new Frequencies();
        shares.ForEach(share => frequencies.Add(share.Frequencies));
        return ([.. shares.SelectMany(s => s.Segments)], frequencies, repeated);
    }

    private Task Help(BlockingCollection<List<TDoc>> waiting, List<Share> shares)
    {
        var share = new Share(this);
        shares.Add(share);
        return Task.Factory.StartNew(
            () =>
            {
                foreach (var batch in waiting.GetConsumingEnumerable())
                {
                    share.Take(batch);
                }

                share.Finish();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
    }

    /// <summary>What one thread makes.</summary>
    private sealed class Share(Bulk<TDoc, TRow> bulk)
    {
        private readonly Encoder<TDoc, TRow> _encoder = new(bulk._schema, bulk._vocabulary);
        private SegmentBuilder<TRow> _builder = new();

        public List<Segment<TRow>> Segments { get; } = [];
        public Frequencies Frequencies { get; } = new();

        public void Take(List<TDoc> documents)
        {
            foreach (var document in documents)
            {
                if (_builder.IsFull)
                {
                    Finish();
                }

                _encoder.Encode(document);
                _encoder.AddTo(_builder, Frequencies);
            }
        }

        public void Finish()
        {
            if (_builder.Count > 0)
            {
                Segments.Add(bulk._make(_builder));
                _builder = new SegmentBuilder<TRow>();
            }
        }
    }
}
