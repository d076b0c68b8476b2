/// A paper that a law or a report cites, as a bibliography needs it.
public struct PublishedWork: Sendable, Hashable {
  /// The key in `[@key]`.
  public var key: String
  /// In the order of the paper.
  public var authors: [PersonName]
  /// The year of the version cited.
  public var year: String
  /// The title.
  public var title: String
  /// Journal, conference or archive.
  public var venue: String
  /// Where it can be read.
  public var url: String

  /// Makes an entry.
  public init(key: String, authors: [PersonName], year: String, title: String, venue: String, url: String) {
    self.key = key
    self.authors = authors
    self.year = year
    self.title = title
    self.venue = venue
    self.url = url
  }
}

extension LawCatalogue {
  /// Papers that any report may cite without a bibliography of its own, by key.
  public static let works: [PublishedWork] = [
    arXiv(
      "besiroglu2024",
      [
        "Besiroglu, Tamay", "Erdil, Ege", "Barnett, Matthew", "You, Josh",
      ], "2024",
      "Chinchilla Scaling: A replication attempt", "2404.10102"),
    arXiv(
      "castro2025",
      [
        "Castro, Roberto L.", "Panferov, Andrei", "Tabesh, Soroush", "Sieberling, Oliver", "Chen, Jiale",
        "Nikdan, Mahdi", "Ashkboos, Saleh", "Alistarh, Dan",
      ], "2025",
      "Quartet: Native FP4 Training Can Be Optimal for Large Language Models", "2505.14669",
      venue: "NeurIPS 2025"),
    arXiv(
      "catalan2025",
      [
        "Catalan-Tatjer, Albert", "Ajroldi, Niccolò", "Geiping, Jonas",
      ], "2025",
      "Training Dynamics Impact Post-Training Quantization Robustness", "2510.06213", venue: "ICLR 2026"),
    arXiv(
      "chen2025",
      [
        "Chen, Mengzhao", "Zhang, Chaoyi", "Liu, Jing", "Zeng, Yutao", "Xue, Zeyue", "Liu, Zhiheng",
        "Li, Yunshui", "Ma, Jin", "Huang, Jie", "Zhou, Xun", "Luo, Ping",
      ], "2025",
      "Scaling Law for Quantization-Aware Training", "2505.14302"),
    arXiv(
      "dettmers2023",
      [
        "Dettmers, Tim", "Zettlemoyer, Luke",
      ], "2023",
      "The case for 4-bit precision: k-bit Inference Scaling Laws", "2212.09720", venue: "ICML 2023"),
    arXiv(
      "frantar2023",
      [
        "Frantar, Elias", "Ashkboos, Saleh", "Hoefler, Torsten", "Alistarh, Dan",
      ], "2023",
      "GPTQ: Accurate Post-Training Quantization for Generative Pre-trained Transformers", "2210.17323",
      venue: "ICLR 2023"),
    arXiv(
      "frantar2025",
      [
        "Frantar, Elias", "Evci, Utku", "Park, Wonpyo", "Houlsby, Neil", "Alistarh, Dan",
      ], "2025",
      "Compression Scaling Laws: Unifying Sparsity and Quantization", "2502.16440"),
    arXiv(
      "hoffmann2022",
      [
        "Hoffmann, Jordan", "Borgeaud, Sebastian", "Mensch, Arthur", "Buchatskaya, Elena", "Cai, Trevor",
        "Rutherford, Eliza", "de Las Casas, Diego", "Hendricks, Lisa Anne", "Welbl, Johannes",
        "Clark, Aidan", "Hennigan, Tom", "Noland, Eric", "Millican, Katie", "van den Driessche, George",
        "Damoc, Bogdan", "Guy, Aurelia", "Osindero, Simon", "Simonyan, Karen", "Elsen, Erich",
        "Rae, Jack W.", "Vinyals, Oriol", "Sifre, Laurent",
      ], "2022",
      "Training Compute-Optimal Large Language Models", "2203.15556", venue: "NeurIPS 2022"),
    arXiv(
      "kumar2024",
      [
        "Kumar, Tanishq", "Ankner, Zachary", "Spector, Benjamin F.", "Bordelon, Blake",
        "Muennighoff, Niklas", "Paul, Mansheej", "Pehlevan, Cengiz", "Ré, Christopher",
        "Raghunathan, Aditi",
      ], "2024",
      "Scaling Laws for Precision", "2411.04330", venue: "ICLR 2025"),
    arXiv(
      "muennighoff2023",
      [
        "Muennighoff, Niklas", "Rush, Alexander M.", "Barak, Boaz", "Le Scao, Teven", "Piktus, Aleksandra",
        "Tazi, Nouamane", "Pyysalo, Sampo", "Wolf, Thomas", "Raffel, Colin",
      ], "2023",
      "Scaling Data-Constrained Language Models", "2305.16264", venue: "NeurIPS 2023"),
    arXiv(
      "ouyang2024",
      [
        "Ouyang, Xu", "Ge, Tao", "Hartvigsen, Thomas", "Zhang, Zhisong", "Mi, Haitao", "Yu, Dong",
      ], "2024",
      "Low-Bit Quantization Favors Undertrained LLMs: Scaling Laws for Quantized LLMs with 100T Training Tokens",
      "2411.17691", venue: "ACL 2025"),
    arXiv(
      "panferov2025",
      [
        "Panferov, Andrei", "Volkova, Alexandra", "Modoranu, Ionut-Vlad", "Egiazarian, Vage",
        "Safaryan, Mher", "Alistarh, Dan",
      ], "2025",
      "Unified Scaling Laws for Compressed Representations", "2506.01863", venue: "NeurIPS 2025"),
    arXiv(
      "quest2025",
      [
        "Panferov, Andrei", "Chen, Jiale", "Tabesh, Soroush", "Castro, Roberto L.", "Nikdan, Mahdi",
        "Alistarh, Dan",
      ], "2025",
      "QuEST: Stable Training of LLMs with 1-Bit Weights and Activations", "2502.05003", venue: "ICML 2025"),
    arXiv(
      "sun2025",
      [
        "Sun, Xingwu", "Li, Shuaipeng", "Xie, Ruobing", "Han, Weidong", "Wu, Kan", "Yang, Zhen",
        "Li, Yixing", "Wang, An", "Li, Shuai", "Xue, Jinbao", "Cheng, Yu", "Tao, Yangyu", "Kang, Zhanhui",
        "Xu, Chengzhong", "Wang, Di", "Jiang, Jie",
      ], "2025",
      "Scaling Laws for Floating Point Quantization Training", "2501.02423", venue: "ICML 2025"),
  ]

  /// A work on arXiv; its authors as `Family, Given`.
  private static func arXiv(
    _ key: String, _ authors: [String], _ year: String, _ title: String, _ number: String,
    venue: String? = nil
  ) -> PublishedWork {
    PublishedWork(
      key: key, authors: authors.map { PersonName($0) }, year: year, title: title,
      venue: venue.map { "\($0), arXiv:\(number)" } ?? "arXiv:\(number)",
      url: "https://arxiv.org/abs/\(number)")
  }
}
