// SPDX-License-Identifier: Apache-2.0
package org.packetloom.wine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Changes what stands at the head of a class file: its version, and names of types in its constant
 * pool (JVM specification 4.1 and 4.4). Names are replaced wherever they stand, descriptors and
 * signatures included; code stays as it is, because it knows names only by their index.
 */
final class ClassBytes {
  private static final int JAVA_21 = 65;

  private ClassBytes() {}

  static byte[] lower(byte[] original, Map<String, String> names) {
    try (var in = new DataInputStream(new ByteArrayInputStream(original))) {
      var bytes = new ByteArrayOutputStream(original.length + 64);
      var out = new DataOutputStream(bytes);
      out.writeInt(in.readInt());
      out.writeShort(in.readUnsignedShort());
      out.writeShort(Math.min(in.readUnsignedShort(), JAVA_21));
      int count = in.readUnsignedShort();
      out.writeShort(count);
      for (int index = 1; index < count; index += copyConstant(in, out, names)) {}
      in.transferTo(out);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a constant, and tells how many places it takes in the pool. */
  private static int copyConstant(
      DataInputStream in, DataOutputStream out, Map<String, String> names) throws IOException {
    int tag = in.readUnsignedByte();
    out.writeByte(tag);
    switch (tag) {
      case 1 -> out.writeUTF(renamed(in.readUTF(), names)); // Utf8
      case 3, 4, 9, 10, 11, 12, 17, 18 -> out.write(in.readNBytes(4));
      case 5, 6 -> out.write(in.readNBytes(8)); // Long, Double
      case 7, 8, 16, 19, 20 -> out.write(in.readNBytes(2));
      case 15 -> out.write(in.readNBytes(3)); // MethodHandle
      default -> throw new IOException("unknown constant " + tag);
    }
    return tag == 5 || tag == 6 ? 2 : 1;
  }

  private static String renamed(String text, Map<String, String> names) {
    if (names.containsKey(text)) {
      return names.get(text);
    }
    var renamed = text;
    for (var name : names.entrySet()) {
      if (renamed.contains('L' + name.getKey())) {
        renamed =
            renamed
                .replace('L' + name.getKey() + ';', 'L' + name.getValue() + ';')
                .replace('L' + name.getKey() + '<', 'L' + name.getValue() + '<');
      }
    }
    return renamed;
  }
}
