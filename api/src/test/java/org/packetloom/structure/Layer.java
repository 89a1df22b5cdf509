// SPDX-License-Identifier: Apache-2.0
package org.packetloom.structure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A module as the layering rules see it: which classes its own may refer to. */
public enum Layer {
  /** Depends on nothing but the JDK. */
  API {
    @Override
    boolean permits(String type) {
      return isPortableJdk(type) || isApi(type) || isAnnotation(type);
    }
  },

  /** What authors of schemes test with: api, and what tests are written with. */
  CONFORMANCE {
    @Override
    boolean permits(String type) {
      return API.permits(type)
          || type.startsWith("org.junit.jupiter.")
          || type.startsWith("org.assertj.core.");
    }
  },

  /** An island, and the only one that may make native calls. */
  PLATFORM {
    @Override
    boolean permits(String type) {
      return type.startsWith("java.")
          || isSignal(type)
          || type.startsWith("org.packetloom.platform.")
          || isAnnotation(type);
    }
  },

  /**
   * Sees api, the portable package of platform, and the queues of JCTools that do without Unsafe.
   */
  RUNTIME {
    @Override
    boolean permits(String type) {
      return isPortableJdk(type)
          || isApi(type)
          || isAnnotation(type)
          || type.startsWith("org.packetloom.runtime.")
          || packageOf(type).equals("org.packetloom.platform")
          || type.startsWith("org.jctools.queues.atomic.")
          || type.equals("org.jctools.queues.MessagePassingQueue")
          || type.startsWith("org.jctools.queues.MessagePassingQueue$");
    }
  },

  /** Programs of users: any library, but of ours only api. */
  EXAMPLES {
    @Override
    boolean permits(String type) {
      return !isForeign(type)
          && !type.startsWith("sun.misc.")
          && (!type.startsWith("org.packetloom.")
              || isApi(type)
              || type.startsWith("org.packetloom.examples."));
    }
  };

  /** Whether a class of this module may refer to the class of binary name {@code type}. */
  abstract boolean permits(String type);

  /** One line per reference of the class file {@code bytes} that this layer forbids. */
  public List<String> violations(byte[] bytes) {
    var found = ClassReferences.of(bytes);
    return found.references().stream()
        .filter(type -> !permits(type) && !isBinding(found.name(), type))
        .map(type -> found.name() + " -> " + type)
        .toList();
  }

  /** The same for all class files below {@code classes}. */
  public List<String> violations(Path classes) throws IOException {
    var lines = new ArrayList<String>();
    for (var file : Repository.files(classes, ".class")) {
      lines.addAll(violations(Files.readAllBytes(file)));
    }
    return lines;
  }

  /** The one class that needs a library, and is loaded by those alone who bring it along. */
  private static boolean isBinding(String name, String type) {
    return name.equals("org.packetloom.management.PacketloomMetrics")
        && type.startsWith("io.micrometer.core.instrument.");
  }

  private static boolean isPortableJdk(String type) {
    return (type.startsWith("java.") && !isForeign(type))
        || type.startsWith("javax.")
        || type.startsWith("jdk.net.")
        || type.startsWith("jdk.jfr.");
  }

  private static boolean isForeign(String type) {
    return type.startsWith("java.lang.foreign.");
  }

  /** The one door to signals that the JDK has; see the decisions on signals. */
  private static boolean isSignal(String type) {
    return type.equals("sun.misc.Signal") || type.equals("sun.misc.SignalHandler");
  }

  private static boolean isAnnotation(String type) {
    return type.startsWith("org.jspecify.annotations.");
  }

  private static boolean isApi(String type) {
    return type.startsWith("org.packetloom.")
        && !type.startsWith("org.packetloom.platform.")
        && !type.startsWith("org.packetloom.runtime.")
        && !type.startsWith("org.packetloom.examples.")
        && !type.startsWith("org.packetloom.benchmarks.");
  }

  private static String packageOf(String type) {
    return type.substring(0, type.lastIndexOf('.'));
  }
}
