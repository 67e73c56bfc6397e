;;; mech-mode.el --- Major mode for Mech  -*- lexical-binding: t; -*-
;; Version: 0.1.0
;; Package-Requires: ((emacs "29.1"))
;; Keywords: languages

;;; Commentary:
;; Colours, indentation and comments for .mech files, and their language server for Eglot.
;; Generated from grammar/tokens.ts by scripts/generate-highlighting.ts.  Do not edit.

;;; Code:

(defconst mech-mode--declarations
  '("model" "cite" "use" "param" "set" "agents" "state" "type" "prior" "let" "function" "information" "mechanism" "payoff" "outside" "incentives" "participation" "require" "quantity" "assert" "show" "message" "allocation" "transfer" "feasible" "draw" "signal" "public")
  "Words that begin a declaration.")
(defconst mech-mode--controls
  '("if" "then" "else" "when" "chooses")
  "Words of conditions and moves.")
(defconst mech-mode--operators
  '("and" "or" "not" "in")
  "Operators that are words.")
(defconst mech-mode--constants
  '("true" "false")
  "Constants.")
(defconst mech-mode--aggregates
  '("sum" "product" "max" "min" "nth" "argmax" "argmin" "count" "all" "exists")
  "Words that are keywords in front of `(x in set ...)'.")
(defconst mech-mode--expectations
  '("E" "P")
  "Words that are keywords in front of `['.")
(defconst mech-mode--behind-operand
  '("with" "for" "report" "reports" "within")
  "Words that are keywords behind an operand.")
(defconst mech-mode--before-operand
  '("model" "cite" "use" "param" "set" "agents" "state" "type" "prior" "let" "function" "information" "mechanism" "payoff" "outside" "incentives" "participation" "require" "quantity" "assert" "show" "message" "allocation" "transfer" "feasible" "draw" "signal" "public" "if" "then" "else" "when" "chooses" "and" "or" "not" "in" "with" "for" "private" "report" "reports" "ties" "within")
  "Words behind which an operand follows.")
(defconst mech-mode--chosen
  '("mechanism" "information" "prior" "then")
  "Words behind which `to' is a keyword.")
(defconst mech-mode--types
  '("set" "agents")
  "Words in front of the name of a set.")
(defconst mech-mode--references
  '("use" "payoff" "outside")
  "Words in front of the name of agents or of a library.")
(defconst mech-mode--definitions
  '("model" "param" "state" "type" "let" "quantity" "message" "allocation" "transfer" "draw" "signal")
  "Words in front of a new name.")
(defconst mech-mode--functions
  '("function")
  "Words in front of the name of a function.")
(defconst mech-mode--concepts
  '("incentives" "participation")
  "Words in front of a concept.")
(defconst mech-mode--labels
  '("require" "feasible")
  "Words in front of a label.")
(defconst mech-mode--pairs
  '(("private" "to") ("ties" "against") ("to" "maximize" "minimize"))
  "Words that are keywords together with one that follows.")
(defconst mech-mode--name "[A-Za-z_][A-Za-z0-9_]*")

(defun mech-mode--previous-word ()
  "The word in front of point, or nil when something else is there."
  (save-excursion
    (forward-comment (- (point-max)))
    (let ((end (point)))
      (skip-chars-backward "A-Za-z0-9_")
      (and (< (point) end) (buffer-substring-no-properties (point) end)))))

(defun mech-mode--keyword-p (word start end)
  "Whether the contextual WORD from START to END is the keyword."
  (save-excursion
    (goto-char start)
    (let* ((previous (mech-mode--previous-word))
           (next (save-excursion
                   (goto-char end)
                   (and (looking-at (concat "[ \t\n]*\\(" mech-mode--name "\\)")) (match-string-no-properties 1))))
           (follows (and (member word (cdr (assoc previous mech-mode--pairs))) t)))
      (cond ((equal next "chooses") nil)
            (follows t)
            ((equal word "to") (and (member previous mech-mode--chosen) (member next (cdr (assoc "to" mech-mode--pairs)))))
            ((assoc word mech-mode--pairs) (member next (cdr (assoc word mech-mode--pairs))))
            ((not (member word mech-mode--behind-operand)) nil)
            ((eq (char-after end) ?\\[) nil)
            (previous (not (member previous mech-mode--before-operand)))
            (t (forward-comment (- (point-max)))
               (memq (char-before) '(?\) ?\] ?} ?\")))))))

(defconst mech-mode--contextual
  (delete-dups (append (copy-sequence mech-mode--behind-operand) (apply #'append (copy-tree mech-mode--pairs))))
  "Words that are keywords in one place and names everywhere else.")

(defun mech-mode--match-contextual (limit)
  "Find the next contextual keyword before LIMIT."
  (let ((found nil) (words (regexp-opt mech-mode--contextual 'symbols)))
    (while (and (not found) (re-search-forward words limit t))
      (let ((start (match-beginning 0)) (end (match-end 0)))
        (when (save-match-data
                (and (not (nth 8 (syntax-ppss start)))
                     (mech-mode--keyword-p (buffer-substring-no-properties start end) start end)))
          (setq found t))
        (goto-char end)))
    found))

(defun mech-mode--behind (words)
  "A pattern for the name behind one of WORDS, as group 2."
  (concat (regexp-opt words 'symbols) "[ \t]+\\(" mech-mode--name "\\)"))

(defvar mech-mode-font-lock-keywords
  (list
   (list (concat "\\_<\\(" mech-mode--name "\\)[ \t\n]+chooses\\_>") 1 'font-lock-type-face)
   (cons (regexp-opt mech-mode--declarations 'symbols) 'font-lock-keyword-face)
   (cons (regexp-opt mech-mode--controls 'symbols) 'font-lock-keyword-face)
   (cons (regexp-opt mech-mode--operators 'symbols) 'font-lock-keyword-face)
   (cons (regexp-opt mech-mode--constants 'symbols) 'font-lock-constant-face)
   (list #'mech-mode--match-contextual 0 'font-lock-keyword-face)
   (list (mech-mode--behind mech-mode--types) 2 'font-lock-type-face)
   (list (mech-mode--behind mech-mode--references) 2 'font-lock-type-face)
   (list (concat (mech-mode--behind mech-mode--definitions) "\\_>[ \t]*\\(?:[^A-Za-z0-9_( \t]\\|$\\)") 2 'font-lock-variable-name-face)
   (list (mech-mode--behind mech-mode--functions) 2 'font-lock-function-name-face)
   (list (mech-mode--behind mech-mode--concepts) 2 'font-lock-constant-face)
   (list (concat (mech-mode--behind mech-mode--labels) "[ \t]*\\(?:\\[[^]\n]*\\][ \t]*\\)?:") 2 'font-lock-variable-name-face)
   (list (concat (regexp-opt mech-mode--aggregates 'symbols) "[ \t]*(\\(?:[ \t\n]*\\|.*?,[ \t]*\\)" mech-mode--name "[ \t]+in\\_>") 1 'font-lock-builtin-face)
   (list (concat (regexp-opt mech-mode--expectations 'symbols) "[ \t]*\\[") 1 'font-lock-builtin-face)
   (list (concat "\\_<\\(" mech-mode--name "\\)[ \t]*(") 1 'font-lock-function-name-face))
  "What is coloured, in order: the first that colours a word wins.")

(defvar mech-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?/ ". 124b" table)
    (modify-syntax-entry ?* ". 23" table)
    (modify-syntax-entry ?\n "> b" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?' "." table)
    (dolist (operator '(?+ ?- ?= ?< ?> ?| ?~ ?^ ?! ?&))
      (modify-syntax-entry operator "." table))
    table)
  "Comments, strings and brackets.")

(defun mech-mode-indent-line ()
  "Indent the line by the brackets that are open in front of it."
  (interactive)
  (let* ((depth (save-excursion
                  (back-to-indentation)
                  (let ((open (car (syntax-ppss))))
                    (if (looking-at "[])}]") (1- open) open))))
         (column (* 2 (max 0 depth))))
    (if (<= (current-column) (current-indentation))
        (indent-line-to column)
      (save-excursion (indent-line-to column)))))

;;;###autoload
(define-derived-mode mech-mode prog-mode "Mech"
  "Major mode for specs of mechanism and information design."
  :syntax-table mech-mode-syntax-table
  (setq-local comment-start "// ")
  (setq-local comment-end "")
  (setq-local comment-start-skip "//+[ \t]*\\|/\\*+[ \t]*")
  (setq-local tab-width 2)
  (setq-local indent-tabs-mode nil)
  (setq-local indent-line-function #'mech-mode-indent-line)
  (setq-local font-lock-defaults '(mech-mode-font-lock-keywords)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.mech\\'" . mech-mode))

(defvar eglot-server-programs)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '(mech-mode "mech" "lsp")))

(provide 'mech-mode)
;;; mech-mode.el ends here
