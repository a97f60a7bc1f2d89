package io.longshore.testing.endtoend;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The test creates a TAP and network namespaces: it is skipped, with the reason, where that is not permitted.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsTap.Permission.class)
@interface NeedsTap {

    /// Tries what the test will need.
    final class Permission implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (!"root".equals(System.getProperty("user.name"))) {
                return ConditionEvaluationResult.disabled("needs root to create a TAP and a network namespace");
            }
            if (!java.nio.file.Files.exists(java.nio.file.Path.of("/dev/net/tun"))) {
                return ConditionEvaluationResult.disabled("needs /dev/net/tun");
            }
            try (Namespace namespace = new Namespace()) {
                namespace.exec("true").orFail();
                return ConditionEvaluationResult.enabled("network namespaces work");
            } catch (Exception | AssertionError problem) {
                return ConditionEvaluationResult.disabled("needs network namespaces (iproute2): " + problem);
            }
        }
    }
}
