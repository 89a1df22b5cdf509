// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import org.packetloom.CapabilityException;

/**
 * Finds the examples of structured concurrency, by name: they are compiled apart from the rest, and
 * run only where the previews of Java 25 are switched on.
 */
final class PreviewExample {
  private static final String PACKAGE = "org.packetloom.examples.structured.";

  /** The Java that they are compiled for, and the only one that runs them. */
  private static final int NEEDED = 25;

  private PreviewExample() {}

  /**
   * Makes one.
   *
   * @param <T> what it can do
   * @param type what it can do
   * @param name of its class
   * @throws CapabilityException if it cannot run here; tells what it takes
   */
  static <T> T load(Class<T> type, String name) throws CapabilityException {
    try {
      return type.cast(Class.forName(PACKAGE + name).getConstructor().newInstance());
    } catch (UnsupportedClassVersionError e) {
      throw missing(
          Runtime.version().feature() == NEEDED
              ? "a preview of Java 25 that is not switched on"
              : "a preview of Java 25, and this is " + VersionLine.jdk(),
          "java --enable-preview of Java 25, as examples/packetloom starts it",
          e);
    } catch (ReflectiveOperationException e) {
      throw missing("this build has left it out", "mvn package", e);
    }
  }

  private static CapabilityException missing(String reason, String remedy, Throwable cause) {
    CapabilityException failure = new CapabilityException("structured concurrency", reason, remedy);
    failure.initCause(cause);
    return failure;
  }
}
