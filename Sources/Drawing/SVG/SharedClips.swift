extension DrawingList {
  /// The clip of each group, by the index of its begin, that cuts all of several pieces in it: it can be stated once.
  ///
  /// A mark is cut by none, so a group with marks has none.
  var sharedClips: [Int: Rect] {
    /// What is known of a group while it is open.
    struct Group {
      var begin: Int
      var count = 0
      var clip: Rect?
      var isShared = true

      mutating func add(_ clip: Rect?) {
        isShared = isShared && clip != nil && (count == 0 || clip == self.clip)
        self.clip = clip
        count += 1
      }
    }
    var clips: [Int: Rect] = [:]
    var open: [Group] = []
    for (index, item) in items.enumerated() {
      switch item {
      case .begin: open.append(Group(begin: index))
      case .draw(let operation): for group in open.indices { open[group].add(operation.clip) }
      case .marks: for group in open.indices { open[group].add(nil) }
      case .end:
        if let group = open.popLast(), group.isShared, group.count > 1 { clips[group.begin] = group.clip }
      }
    }
    return clips
  }
}
