// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * References to files that are named in a folder, under descriptors of that folder: a socket cannot
 * be opened, and not every system has descriptors of a mere name. Safe for use by any thread.
 *
 * <p>A reference lasts until its descriptor is closed, of which {@link BsdDescriptors} tells.
 */
final class NamedReferences {
  private final ConcurrentHashMap<Integer, Reference> references = new ConcurrentHashMap<>();

  /** The name of a file, with a zero byte at the end, and what was there when it was looked up. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Reference(byte[] name, long device, long inode) {}

  void put(int descriptor, Reference reference) {
    references.put(descriptor, reference);
  }

  Optional<Reference> find(int descriptor) {
    return Optional.ofNullable(references.get(descriptor));
  }

  void remove(int descriptor) {
    references.remove(descriptor);
  }
}
