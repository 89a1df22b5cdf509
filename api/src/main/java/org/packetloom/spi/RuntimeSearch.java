// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds the runtime, and tells those who have lost it how they may have. */
final class RuntimeSearch {
  private static final String SERVICE = RuntimeProvider.class.getName();

  /**
   * Built from the name of the service, so that it stays true where a shaded jar has renamed both.
   */
  private static final String PROVIDER =
      SERVICE.replace(".spi.RuntimeProvider", ".runtime.LoomProvider");

  private static final String FILE = "META-INF/services/" + SERVICE;

  private RuntimeSearch() {}

  /**
   * Looks beside the api, then where the calling thread looks for classes.
   *
   * @throws IllegalStateException if there is none
   */
  static RuntimeProvider find(ClassLoader besideApi) {
    try {
      return ServiceLoader.load(RuntimeProvider.class, besideApi)
          .findFirst()
          .or(() -> ServiceLoader.load(RuntimeProvider.class).findFirst())
          .orElseThrow(() -> new IllegalStateException(missing(besideApi)));
    } catch (ServiceConfigurationError e) {
      throw new IllegalStateException(broken(e), e);
    }
  }

  private static String missing(ClassLoader besideApi) {
    if (!holds(besideApi)) {
      return "no runtime found: add org.packetloom:packetloom-runtime to the class path or module"
          + " path, or the module org.packetloom.runtime to an image made by jlink";
    }
    return "the runtime is there, but not the file that names it, "
        + FILE
        + ", so it was lost when jars were merged: keep it, in maven-shade-plugin with"
        + " ServicesResourceTransformer and no filter on META-INF/services, in Gradle's Shadow with"
        + " mergeServiceFiles(); its one line is "
        + PROVIDER;
  }

  private static String broken(ServiceConfigurationError e) {
    String cause = Optional.ofNullable(e.getCause()).map(Throwable::toString).orElse("");
    return "the runtime that the file "
        + FILE
        + " names cannot be had, so classes may have been lost when jars were merged or shrunk: keep "
        + PROVIDER
        + " and what it needs ("
        + (cause.isEmpty() ? e.getMessage() : cause)
        + ")";
  }

  private static boolean holds(ClassLoader loader) {
    try {
      Class.forName(PROVIDER, false, loader);
      return true;
    } catch (ClassNotFoundException | LinkageError _) {
      return false;
    }
  }
}
