import CCairo
import Testing

/// The pixels of a PNG, as Cairo reads them.
public struct Raster {
  /// Pixels across.
  public private(set) var width = 0
  /// Pixels down.
  public private(set) var height = 0
  private var pixels: [UInt32] = []

  /// Decodes a PNG.
  public init(_ png: [UInt8]) throws {
    final class Source {
      var rest: ArraySlice<UInt8>
      init(_ bytes: [UInt8]) { rest = bytes[...] }
    }
    let source = Source(png)
    let surface = cairo_image_surface_create_from_png_stream(
      { closure, data, length in
        guard let closure, let data else { return CAIRO_STATUS_READ_ERROR }
        let source = Unmanaged<Source>.fromOpaque(closure).takeUnretainedValue()
        guard source.rest.count >= Int(length) else { return CAIRO_STATUS_READ_ERROR }
        for (index, byte) in source.rest.prefix(Int(length)).enumerated() { data[index] = byte }
        source.rest = source.rest.dropFirst(Int(length))
        return CAIRO_STATUS_SUCCESS
      }, Unmanaged.passUnretained(source).toOpaque())
    defer { cairo_surface_destroy(surface) }
    withExtendedLifetime(source) {}
    let data = try #require(cairo_image_surface_get_data(surface))
    let stride = Int(cairo_image_surface_get_stride(surface))
    width = Int(cairo_image_surface_get_width(surface))
    height = Int(cairo_image_surface_get_height(surface))
    for y in 0..<height {
      for x in 0..<width {
        pixels.append(UnsafeRawPointer(data).load(fromByteOffset: y * stride + x * 4, as: UInt32.self))
      }
    }
  }

  /// Red, green and blue in the low 24 bits; the nearest pixel for a place outside.
  public func pixel(_ x: Int, _ y: Int) -> UInt32 {
    pixels[max(0, min(height - 1, y)) * width + max(0, min(width - 1, x))] & 0xFFFFFF
  }

  /// The blue part, which is the grey of a grey picture.
  public func gray(_ x: Int, _ y: Int) -> Int { Int(pixel(x, y) & 0xFF) }
}
